/** Which project checks which file, where several have it. */
import { closeSync, openSync, readSync } from 'node:fs';
import { isTestFile } from '../core/facts/places.ts';
import type { ProjectNote } from './compiler.ts';
import { folderOf, isJavaScript, isSource, isUnder } from './paths.ts';

/** What `discover` finds and `openProject` opens. `{ configFile, folder }` is enough to open one by hand. */
export interface ProjectRef {
  /** A tsconfig or jsconfig; undefined: `files` are checked with `base`'s options or with defaults. */
  readonly configFile: string | undefined;
  readonly folder: string;
  /** Without a `configFile`: the files. */
  readonly files?: readonly string[];
  /** Without a `configFile`: the tsconfig whose options hold although it doesn't include these files. */
  readonly base?: string;
  /** Only files in these folders, or these files. */
  readonly scope?: readonly string[];
  readonly claims?: Claims;
  /** Its files as far as its configuration names them; those that only an import leads to come on top. */
  readonly names?: readonly string[];
  /** It has nothing but tests: `names` are all of its files, and it need not be opened. */
  readonly isTests?: boolean;
  /** Faults of its configuration. */
  readonly notes?: readonly ProjectNote[];
}

/**
 * As in `Project`: the folder that holds the project's, whose own name counts (`e2e/tsconfig.json`). Files without a
 * configuration were named by somebody who knows what their folder is.
 */
export function rootOf({ configFile, folder }: Pick<ProjectRef, 'configFile' | 'folder'>): string {
  return configFile === undefined ? folder : folderOf(folderOf(configFile));
}

/** Whether nothing of the file will be checked. */
export function isTestOf(ref: ProjectRef, file: string): boolean {
  return isSource(file) && isTestFile(file, rootOf(ref));
}

/**
 * What the compiler is to read of the files that a configuration names: no tests, which are half of many a project,
 * unless it names nothing else.
 */
export function withoutTests(
  ref: ProjectRef,
  names: readonly string[],
): { roots: readonly string[]; tests: readonly string[] } {
  const tests = names.filter((file) => isTestOf(ref, file));
  const left = new Set(tests);
  const roots = names.filter((file) => !left.has(file));
  return roots.some(isSource) ? { roots, tests } : { roots: names, tests: [] };
}

/** The first claim on a file stands. */
export class Claims {
  private readonly owners = new Map<string, string>();

  claim(file: string, ref: ProjectRef): boolean {
    const owner = this.owners.get(file);
    if (owner === undefined) this.owners.set(file, nameOf(ref));
    return owner === undefined || owner === nameOf(ref);
  }

  isClaimed(file: string): boolean {
    return this.owners.has(file);
  }
}

export interface JsOptions {
  readonly checkJs?: unknown;
}

/**
 * The files of a project: those that its configuration names, and of the files that these import the ones in its folder;
 * none that another project claimed first. `tests`: the named ones that the program goes without.
 */
export function ownFiles(
  ref: ProjectRef,
  options: JsOptions,
  programFiles: readonly string[],
  rootFiles: readonly string[],
  tests: readonly string[],
): string[] {
  const roots = new Set([...rootFiles, ...tests]);
  return [...new Set([...programFiles, ...tests])].filter(
    (file) =>
      (roots.has(file) || isUnder(file, ref.folder)) &&
      isOwnSource(file, ref, options) &&
      (ref.claims?.claim(file, ref) ?? true),
  );
}

export function isOwnSource(file: string, ref: ProjectRef, options: JsOptions): boolean {
  if (!isSource(file) || (ref.scope && !ref.scope.some((at) => isUnder(file, at)))) return false;
  return !isJavaScript(file) || options.checkJs === true || ref.files?.includes(file) === true || asksForCheck(file);
}

/** `// @ts-check` in the comments that open the file. */
function asksForCheck(file: string): boolean {
  try {
    const descriptor = openSync(file, 'r');
    try {
      const start = Buffer.alloc(512);
      const length = readSync(descriptor, start, 0, start.length, 0);
      return /^\s*(?:#!.*\n\s*)?(?:\/\/.*\n\s*|\/\*[\s\S]*?\*\/\s*)*\/\/\s*@ts-check\b/.test(
        start.toString('utf8', 0, length),
      );
    } finally {
      closeSync(descriptor);
    }
  } catch {
    return false;
  }
}

function nameOf(ref: ProjectRef): string {
  return ref.configFile ?? `${ref.folder}/*`;
}
