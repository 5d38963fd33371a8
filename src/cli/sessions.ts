/** What the command line needs of compilers, so that tests can stand in for them. */
import type { CompilerInfo, Project } from '../compilers/compiler.ts';

/** A project that was found but not opened: opening costs a compiler. */
export interface ProjectRef {
  /** Absolute path of the tsconfig, or of the folder that is checked with defaults. */
  readonly path: string;
}

export interface DiscoverRequest {
  /** Absolute files and folders. */
  readonly paths: readonly string[];
  /** Absolute path of a tsconfig or its folder: only this one. */
  readonly project: string | undefined;
}

export interface Compilers {
  discover(request: DiscoverRequest): readonly ProjectRef[];
  /** `compiler`: undefined lets the project decide. Throws when it can't be opened at all. */
  open(ref: ProjectRef, compiler: CompilerInfo['name'] | undefined): Project;
}
