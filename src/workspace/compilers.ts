/** What the command line needs of compilers, so that tests can stand in for them. */
import type { ProjectRef } from '../compilers/claims.ts';
import type { CompilerInfo, Project } from '../compilers/compiler.ts';
import type { Discovery } from '../compilers/discover.ts';

/** `compiler`: undefined lets each project decide. */
export interface Compilers {
  /** From absolute files, folders and tsconfigs to projects. */
  discover(paths: readonly string[], compiler: CompilerInfo['name'] | undefined): Discovery;
  /** Throws when it can't be opened at all. `isDiskSame`: as it was for the project opened before. */
  open(ref: ProjectRef, compiler: CompilerInfo['name'] | undefined, isDiskSame?: boolean): Project;
}

export type { ProjectRef };
