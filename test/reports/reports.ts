/** Checks and repairs the reports' programs as a user would: with the command line, in a project of their own. */
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { diffLines } from 'diff';
import { scenarioIds, scenarioOf } from '../../src/runner/scenarios.ts';
import { type Expected, readExpectations } from '../rules/expect.ts';
import { root } from '../rules/find.ts';
import type { Report } from './report.ts';

export const folderOf = (id: string): string => join(root, 'src', 'scenarios', id);

/** The scenarios that are reports. */
export function reportIds(): string[] {
  return scenarioIds().filter((id) => scenarioOf(id).defects !== undefined);
}

export const reportOf = (id: string): Report => scenarioOf(id) as Report;

export interface Finding {
  readonly code: string;
  readonly message: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** What the lint finds in one report's program, and what fix-all makes of it. */
export interface Checked {
  readonly unsafe: Expected;
  readonly findings: readonly Finding[];
  /** Of `unsafe`, with the safe fixes and those that are to be looked at. */
  readonly fixed: string;
  /** Found in `safe.ts`. */
  readonly left: readonly Finding[];
  readonly safe: string;
  /** Lines that differ from `fixed` to `safe`: those written by hand. */
  readonly byHand: readonly string[];
  /** What TypeScript says of `fixed` or `safe`. */
  readonly faults: string;
}

const compilerOptions = {
  target: 'es2023',
  lib: ['es2024', 'esnext.disposable'],
  module: 'nodenext',
  types: ['node'],
  typeRoots: [join(root, 'node_modules', '@types')],
  strict: true,
  noUncheckedIndexedAccess: true,
  noUnusedLocals: true,
  noImplicitOverride: true,
  noEmit: true,
  skipLibCheck: true,
  allowImportingTsExtensions: true,
  paths: {
    '@raceguard/runtime': [join(root, 'runtime', 'src', 'index.ts')],
    '@raceguard/runtime/node': [join(root, 'runtime', 'src', 'node', 'index.ts')],
  },
};

/** All of them in three runs of the command line. */
export async function check(ids: readonly string[]): Promise<ReadonlyMap<string, Checked>> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'raceguard-reports-')));
  const read = (id: string, name: string): string => readFileSync(join(folderOf(id), name), 'utf8');
  const write = (path: string, text: string): void => writeFileSync(join(folder, path), text);
  try {
    write('package.json', '{ "type": "module", "dependencies": { "@raceguard/runtime": "*" } }\n');
    write('raceguard.config.json', '{ "preset": "all" }\n');
    write('tsconfig.json', JSON.stringify({ compilerOptions, include: ['unsafe', 'safe'] }));
    mkdirSync(join(folder, 'unsafe'));
    mkdirSync(join(folder, 'safe'));
    const unsafe = new Map(ids.map((id) => [id, readExpectations(read(id, 'unsafe.ts'))]));
    for (const [id, { text }] of unsafe) {
      write(`unsafe/${id}.ts`, text);
      write(`safe/${id}.ts`, read(id, 'safe.ts'));
    }
    const found = await findingsIn(folder);
    await raceguard(folder, ['check', 'unsafe', '--fix', '--fix-suggestions', '--format', 'json']);
    const faults = await typeFaults(folder);
    return new Map(
      ids.map((id) => {
        const fixed = readFileSync(join(folder, 'unsafe', `${id}.ts`), 'utf8');
        const safe = read(id, 'safe.ts');
        return [
          id,
          {
            unsafe: unsafe.get(id)!,
            findings: found.get(`unsafe/${id}.ts`) ?? [],
            fixed,
            left: found.get(`safe/${id}.ts`) ?? [],
            safe,
            byHand: handMade(fixed, safe),
            faults: faults
              .split('\n')
              .filter((line) => line.includes(`/${id}.ts`))
              .join('\n'),
          },
        ];
      }),
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The lines that were added; of those that were only removed, the removed. */
function handMade(fixed: string, safe: string): string[] {
  const lines: string[] = [];
  const changes = diffLines(fixed, safe);
  for (const [n, { added, removed, value }] of changes.entries()) {
    if (added || (removed && !changes[n + 1]?.added)) {
      lines.push(
        ...value
          .split('\n')
          .map((line) => line.trim())
          .filter(Boolean),
      );
    }
  }
  return lines;
}

async function findingsIn(folder: string): Promise<ReadonlyMap<string, Finding[]>> {
  const { stdout } = await raceguard(folder, ['check', '.', '--format', 'json']);
  const { findings } = JSON.parse(stdout) as { findings: readonly (Finding & { file: string })[] };
  return Map.groupBy(findings, ({ file }) => file);
}

async function typeFaults(folder: string): Promise<string> {
  const { code, stdout } = await node(folder, [join(root, 'node_modules', 'typescript', 'bin', 'tsc'), '-p', '.']);
  return code === 0 ? '' : stdout;
}

async function raceguard(folder: string, args: readonly string[]): Promise<{ stdout: string }> {
  const { code, stdout, stderr } = await node(folder, [join(root, 'src', 'cli', 'cli.ts'), ...args]);
  if (code !== 0 && code !== 1) throw new Error(`raceguard ${args.join(' ')} ended with ${code}:\n${stdout}${stderr}`);
  return { stdout };
}

function node(cwd: string, args: readonly string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    const ended = (error: (Error & { code?: unknown }) | null, stdout: string, stderr: string): void => {
      resolve({ code: error === null ? 0 : typeof error.code === 'number' ? error.code : 2, stdout, stderr });
    };
    execFile(process.execPath, args, { cwd, encoding: 'utf8', maxBuffer: 2 ** 26 }, ended);
  });
}
