/** What a host asks of a compiler: projects, trees and answers. `native.ts` and `classic.ts` implement it. */
import type { Answerer } from '../core/answers.ts';
import type { SourceTree } from '../core/syntax.ts';

export interface CompilerInfo {
  readonly name: 'native' | 'classic';
  /** Version of TypeScript. */
  readonly version: string;
  /** Why this one, in a few words for the user: `default`, `asked for`, `TypeScript 7 could not start: …`, … */
  readonly why: string;
}

/** Something the user should know about a project: findings may be missing, an option was replaced, … */
export interface ProjectNote {
  readonly level: 'error' | 'warning' | 'info';
  /** Names the file, the cause and the remedy. */
  readonly message: string;
  readonly file?: string;
  /** Counted from 1. */
  readonly line?: number;
}

/** One tsconfig (or a folder without one) opened in a compiler. */
export interface Project extends Answerer {
  /** Absolute path of the tsconfig; undefined where a folder is checked with defaults. */
  readonly configFile: string | undefined;
  /** The folder from which the names of folders and files tell what a file is: a test, a script. */
  readonly root: string;
  readonly compiler: CompilerInfo;
  /** May grow while the project is checked: an import that can't be resolved is met on the way. */
  readonly notes: readonly ProjectNote[];
  /** Own source files to be checked: absolute, forward slashes, no declaration files, nothing in node_modules. */
  readonly files: readonly string[];
  /** The tree of any file of the program (own or not); undefined when it is not in the program or has vanished. */
  tree(fileName: string): SourceTree | undefined;
  /** The tree of this file will be asked for next. */
  expect?(fileName: string): void;
  /** The text of a file, where it can be had for less than its tree. */
  text?(fileName: string): string | undefined;
  /** Those of `tree`, where they can be had for less. */
  syntaxErrors?(fileName: string): SourceTree['syntaxErrors'];
  readonly options: ProjectOptions;
  /**
   * `text` stands in for the file's contents from now on (an unsaved buffer); undefined: what is on disk, read anew.
   * Trees and answers got before are void. A file that the project didn't have is not added to it.
   */
  overlay(fileName: string, text: string | undefined): void;
  /** `overlay` of many files at the cost of one. */
  overlayAll(texts: Iterable<readonly [fileName: string, text: string | undefined]>): void;
  /** The disk has changed: texts and `files` are what is there now. Trees and answers got before are void. */
  refresh(): void;
  /** The compiler's process is gone: nothing can be asked any more. */
  readonly ended?: boolean;
  dispose(): void;
}

/** What fixes must know of a project. */
export interface ProjectOptions {
  /** The TypeScript that the user's own project installs (`5.4.5`), else that of `compiler`. */
  readonly typescript: string;
  /** `using` compiles: TypeScript ≥ 5.2 and lib or target has the disposables. */
  readonly disposables: boolean;
  readonly verbatimModuleSyntax: boolean;
  readonly strict: boolean;
}
