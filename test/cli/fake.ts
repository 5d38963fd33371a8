/**
 * Stands in for a compiler: projects are folders, trees are parsed without types, every answer is unknown. The rest
 * is real: the disk, the engine and the command line.
 */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { main } from '../../src/cli/main.ts';
import type { Compilers } from '../../src/cli/sessions.ts';
import type { Project, ProjectNote } from '../../src/compilers/compiler.ts';
import { unknownSymbol, unknownType } from '../../src/core/answers.ts';
import type { Fix, Severity } from '../../src/core/finding.ts';
import type { Rule, RuleMeta } from '../../src/core/rule.ts';
import { parse } from '../core/parse.ts';

export interface FakeOptions {
  readonly notes?: readonly ProjectNote[];
  /** Called before a file's tree is read. */
  readonly onTree?: (file: string) => void;
}

export function fakeCompilers({ notes = [], onTree }: FakeOptions = {}): Compilers {
  return {
    discover: ({ paths, project }) => [...new Set(project ? [project] : paths)].map((path) => ({ path })),
    open(ref, compiler): Project {
      const overlay = new Map<string, string>();
      return {
        configFile: undefined,
        compiler: { name: compiler ?? 'native', version: '7.0.2', why: compiler ? 'asked for' : 'default' },
        notes,
        files: filesOf(ref.path),
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

/** Finds `word` and offers to replace it by each of `fixes`. */
export function wordRule(
  word: string,
  meta: Partial<RuleMeta> = {},
  fixes: readonly { to: string; tier?: Fix['tier']; head?: string }[] = [],
): Rule {
  return {
    meta: {
      id: `no-${word.toLowerCase()}`,
      code: 'RG901',
      preset: 'recommended',
      severity: 'error' as Severity,
      summary: `\`${word}\` is written.`,
      rewrite: '',
      ...meta,
    },
    run({ facts, report }) {
      const { text, fileName: file } = facts.tree;
      for (const match of text.matchAll(new RegExp(`\\b${word}\\b`, 'g'))) {
        const span = { start: match.index, end: match.index + word.length };
        report({
          span,
          message: `\`${word}\` is written here. Write something else.`,
          witness: [
            { file, span: { start: 0, end: 1 }, invocation: 'A', text: 'starts' },
            { file, span, invocation: 'B', text: `reads \`${word}\`` },
          ],
          fixes: () =>
            fixes.map(({ to, tier = 'safe', head }) => ({
              title: `Write \`${to}\``,
              tier,
              edits: () => [...(head ? [{ file, start: 0, end: 0, text: head }] : []), { file, ...span, text: to }],
            })),
        });
      }
    },
  };
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
