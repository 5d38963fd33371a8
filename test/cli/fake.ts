/**
 * Stands in for a compiler: projects are folders, trees are parsed without types, every answer is unknown. The rest
 * is real: the disk, the engine and the command line.
 */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { main } from '../../src/cli/main.ts';
import type { Project, ProjectNote } from '../../src/compilers/compiler.ts';
import { unknownSymbol, unknownType } from '../../src/core/answers.ts';
import type { Rule } from '../../src/core/rule.ts';
import type { Compilers } from '../../src/workspace/compilers.ts';
import { parse } from '../support/parse.ts';

export interface FakeOptions {
  readonly notes?: readonly ProjectNote[];
  /** Called before a file's tree is read. */
  readonly onTree?: (file: string) => void;
}

export function fakeCompilers({ notes = [], onTree }: FakeOptions = {}): Compilers {
  return {
    discover: (paths) => ({ projects: paths.map((folder) => ({ configFile: undefined, folder })), notes: [] }),
    open(ref, compiler): Project {
      const overlay = new Map<string, string>();
      return {
        configFile: undefined,
        root: ref.folder,
        compiler: { name: compiler ?? 'native', version: '7.0.2', why: compiler ? 'asked for' : 'default' },
        notes,
        files: filesOf(ref.folder),
        options: { typescript: '7.0.2', disposables: true, verbatimModuleSyntax: false, strict: true },
        tree(file) {
          onTree?.(file);
          if (!existsSync(file)) return undefined;
          return parse(overlay.get(file) ?? readFileSync(file, 'utf8').replace(/^\uFEFF/, ''), file);
        },
        answer: (_, questions) => questions.map((q) => (q.ask === 'type' ? unknownType : unknownSymbol)),
        overlay(file, text) {
          if (text === undefined) overlay.delete(file);
          else overlay.set(file, text);
        },
        overlayAll(texts) {
          for (const [file, text] of texts) this.overlay(file, text);
        },
        refresh() {},
        dispose() {},
      };
    },
  };
}

function filesOf(path: string): string[] {
  if (statSync(path).isFile()) return [path];
  return readdirSync(path)
    .sort()
    .flatMap((name) => (name === 'node_modules' ? [] : filesOf(join(path, name))))
    .filter((file) => /\.[cm]?[jt]sx?$/.test(file));
}

/** Runs the command line in this process. */
export async function raceguard(
  cwd: string,
  argv: readonly string[],
  {
    rules,
    env = {},
    signal,
    ...options
  }: FakeOptions & { rules: readonly Rule[]; env?: NodeJS.ProcessEnv; signal?: AbortSignal },
): Promise<{ code: number; stdout: string; stderr: string }> {
  let stdout = '';
  let stderr = '';
  const io = {
    cwd,
    env,
    signal: signal ?? new AbortController().signal,
    stdout: { write: (text: string) => (stdout += text) },
    stderr: { write: (text: string) => (stderr += text) },
  };
  const code = await main(argv, io, { rules, compilers: fakeCompilers(options) });
  return { code, stdout, stderr };
}
