/**
 * The text of a tsconfig, apart from its meaning: what it extends and references, and what is wrong with it, with lines.
 * What its options and globs come to is left to the compiler.
 */
import { readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import {
  findNodeAtLocation,
  getNodeValue,
  type Node,
  type ParseError,
  parseTree,
  printParseErrorCode,
} from 'jsonc-parser';
import type { ProjectNote } from '../compiler.ts';
import { absolute, baseName, folderOf, upwards } from '../paths.ts';

export interface Tsconfig {
  readonly file: string;
  /** It is JSON, with comments or without. */
  readonly isReadable: boolean;
  /** As far as it can be read; empty where nothing can. */
  readonly json: Readonly<Record<string, unknown>>;
  /** Files that it extends, first to last. */
  readonly extends: readonly string[];
  readonly references: readonly string[];
  /** `"files": []` and nothing included: it only holds references. */
  readonly isSolution: boolean;
  /** Faults of this file, not of those that it extends. */
  readonly faults: readonly ProjectNote[];
}

export function readTsconfig(file: string): Tsconfig {
  const { text, unread } = read(file);
  const errors: ParseError[] = [];
  const tree = parseTree(text, errors, { allowTrailingComma: true });
  const value: unknown = tree && getNodeValue(tree);
  const json = isRecord(value) ? value : {};
  const faults: ProjectNote[] = [];
  const fault = (offset: number, cause: string, remedy: string, level: ProjectNote['level'] = 'error') => {
    const line = text.slice(0, offset).split('\n').length;
    faults.push({ level, file, line, message: `${baseName(file)}:${line}: ${cause}. ${remedy}` });
  };
  const [first] = errors;
  const partly = 'Its files are checked with the settings that can be read.';
  if (unread !== undefined) {
    fault(0, `it can't be read (${unread})`, 'Make it readable, or leave it out.');
  } else if (first) {
    fault(first.offset, `it is not valid JSON (${words(printParseErrorCode(first.error))})`, `Correct it. ${partly}`);
  } else if (!isRecord(value) && text.trim()) {
    fault(0, 'it holds no object', `Write { } around its settings. ${partly}`);
  }
  const found = <R>(
    path: string,
    find: (from: string) => R | undefined,
    missing: (name: string) => [string, string, ProjectNote['level']],
  ): R[] =>
    strings(tree, path).flatMap(({ value: name, offset }) => {
      const target = find(name);
      if (target === undefined) fault(offset, ...missing(name));
      return target === undefined ? [] : [target];
    });
  return {
    file,
    isReadable: errors.length === 0 && isRecord(value),
    json,
    extends: found(
      'extends',
      (name) => findExtended(name, file),
      (name) => [
        `it extends "${name}", which can't be found`,
        `Correct the path, or run npm install. ${partly}`,
        'error',
      ],
    ),
    references: found(
      'references',
      (path) => findReferenced(path, file),
      (path) => [
        `it references "${path}", where there is no tsconfig`,
        'Correct the path or remove the reference.',
        'warning',
      ],
    ),
    isSolution: Array.isArray(json.files) && json.files.length === 0 && json.include === undefined,
    faults,
  };
}

function read(file: string): { text: string; unread?: string } {
  try {
    return { text: readFileSync(file, 'utf8').replace(/^\uFEFF/, '') };
  } catch (error) {
    return { text: '', unread: (error as NodeJS.ErrnoException).code ?? String(error) };
  }
}

/** The faults of a tsconfig and of all that it extends. */
export function faultsOf(config: Tsconfig, seen = new Set<string>()): readonly ProjectNote[] {
  if (seen.has(config.file)) return [];
  seen.add(config.file);
  return [...config.faults, ...config.extends.flatMap((file) => faultsOf(readTsconfig(file), seen))];
}

function findExtended(name: string, from: string): string | undefined {
  if (/^(?:\.{1,2}(?:[/\\]|$)|[/\\]|[A-Za-z]:)/.test(name)) return asConfig(absolute(name, folderOf(from)));
  try {
    return absolute(createRequire(from).resolve(name.endsWith('.json') ? name : `${name}/tsconfig.json`));
  } catch {
    // A package that doesn't export the file, or a name without its ending.
  }
  for (const folder of upwards(folderOf(from))) {
    const at = `${folder}/node_modules/${name}`;
    const config = asConfig(at) ?? asFile(`${at}/tsconfig.json`);
    if (config) return config;
  }
  return undefined;
}

function findReferenced(path: string, from: string): string | undefined {
  const at = absolute(path, folderOf(from));
  return asFile(at) ?? asFile(`${at}/tsconfig.json`);
}

function asConfig(path: string): string | undefined {
  return asFile(path) ?? asFile(`${path}.json`);
}

function asFile(path: string): string | undefined {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ? path : undefined;
}

/** The strings at `extends` (one or a list) or the paths in `references`, with their places. */
function strings(tree: Node | undefined, field: string): { value: string; offset: number }[] {
  const at = tree && findNodeAtLocation(tree, [field]);
  const entries = at?.type === 'array' ? (at.children ?? []) : at ? [at] : [];
  return entries.flatMap((entry) => {
    const node = entry.type === 'object' ? findNodeAtLocation(entry, ['path']) : entry;
    return node?.type === 'string' ? [{ value: String(node.value), offset: node.offset }] : [];
  });
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** `CommaExpected` → `comma expected`. */
function words(code: string): string {
  return code.replace(/(?<=[a-z])[A-Z]/g, (letter) => ` ${letter}`).toLowerCase();
}
