/**
 * `npm run corpus -- <folder…> [--json <file>] [--list] [--preset <name>] [--compiler <name>] [--rule <id>]`
 *
 * Checks real repositories: a folder with a package.json or a .git, or every such folder in it. Prints findings by rule
 * and per 1,000 lines, with time, memory and compiler. `--list` prints every finding too, for reading; `--json` keeps
 * all of it.
 */
import { execFileSync, type StdioOptions } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { rules } from '../../src/rules/index.ts';
import { measure } from '../bench/measure.ts';
import { megabytes, seconds, table } from '../bench/table.ts';
import { compare, judgedTable, judgements } from './judged.ts';

interface JsonReport {
  readonly compiler: string | null;
  readonly files: number;
  readonly durationMs: number;
  readonly findings: readonly {
    readonly rule: string;
    readonly code: string;
    readonly file: string;
    readonly line: number;
    readonly column: number;
    readonly message: string;
  }[];
}

interface Row {
  readonly repository: string;
  readonly folder: string;
  readonly commit: string | undefined;
  readonly lines: number;
  readonly wallMs: number;
  readonly cpuMs: number | undefined;
  readonly peakBytes: number | undefined;
  /** 0, 1 or 2; null: it was stopped. */
  readonly status: number | null;
  readonly notes: string;
  readonly report: JsonReport | undefined;
}

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'string' },
    list: { type: 'boolean' },
    preset: { type: 'string' },
    compiler: { type: 'string' },
    rule: { type: 'string', multiple: true },
  },
});
const repositories = positionals.flatMap(repositoriesIn);
if (!repositories.length) {
  console.error('Name folders with repositories: npm run corpus -- <folder…> [--json <file>] [--list]');
  process.exit(2);
}

const rows: Row[] = [];
for (const folder of repositories) {
  process.stderr.write(`${basename(folder)} …`);
  const row = await check(folder);
  rows.push(row);
  process.stderr.write(
    `\r${basename(folder)}: ${row.report?.findings.length ?? 'no'} findings, ${seconds(row.wallMs)}\n`,
  );
}
if (values.list) console.log(`${rows.flatMap(listed).join('\n')}\n`);
console.log(summary(rows));
console.log(`\n${judgedAs(rows)}`);
if (values.json) writeFileSync(values.json, `${JSON.stringify(rows, null, 2)}\n`);
process.exitCode = rows.some((row) => !row.report) ? 2 : 0;

function repositoriesIn(path: string): string[] {
  const folder = resolve(path);
  if (isRepository(folder)) return [folder];
  const inside = readdirSync(folder, { withFileTypes: true });
  return inside
    .filter((entry) => entry.isDirectory() && isRepository(join(folder, entry.name)))
    .map((entry) => join(folder, entry.name))
    .sort();
}

function isRepository(folder: string): boolean {
  return existsSync(join(folder, '.git')) || existsSync(join(folder, 'package.json'));
}

async function check(folder: string): Promise<Row> {
  const passed = (['preset', 'compiler'] as const).flatMap((name) => (values[name] ? [`--${name}`, values[name]] : []));
  const only = (values.rule ?? []).flatMap((rule) => ['--rule', rule]);
  const args = [join(root, 'bin/raceguard.js'), 'check', '.', '--format', 'json', ...passed, ...only];
  const { status, stdout, stderr, wallMs, cpuMs, peakBytes } = await measure(process.execPath, args, { cwd: folder });
  return {
    repository: basename(folder),
    folder,
    commit: git(folder, 'rev-parse', 'HEAD')?.trim(),
    lines: countLines(folder),
    wallMs,
    cpuMs,
    peakBytes,
    status,
    notes: stderr.trim(),
    report: parsed(stdout),
  };
}

function parsed(stdout: string): JsonReport | undefined {
  try {
    return JSON.parse(stdout) as JsonReport;
  } catch {
    return undefined;
  }
}

function git(folder: string, ...args: string[]): string | undefined {
  try {
    const stdio: StdioOptions = ['ignore', 'pipe', 'ignore'];
    return execFileSync('git', ['-C', folder, ...args], { encoding: 'utf8', stdio, maxBuffer: 1 << 28 });
  } catch {
    return undefined;
  }
}

/** Lines of TypeScript that the repository holds, declarations and what is installed left out. */
function countLines(folder: string): number {
  const tracked = existsSync(join(folder, '.git')) ? git(folder, 'ls-files', '-z')?.split('\0') : undefined;
  let lines = 0;
  for (const file of tracked ?? walk(folder, '')) {
    if (!/\.[cm]?tsx?$/.test(file) || /\.d\.[cm]?ts$/.test(file)) continue;
    const path = join(folder, file);
    if (existsSync(path)) lines += readFileSync(path, 'utf8').split('\n').length - 1;
  }
  return lines;
}

function* walk(folder: string, path: string): Iterable<string> {
  for (const entry of readdirSync(join(folder, path), { withFileTypes: true })) {
    const inside = path ? `${path}/${entry.name}` : entry.name;
    if (entry.isFile()) yield inside;
    else if (entry.isDirectory() && entry.name !== 'node_modules' && !entry.name.startsWith('.'))
      yield* walk(folder, inside);
  }
}

/** What readers said of what is found, and what nobody has read. */
function judgedAs(all: readonly Row[]): string {
  const found = all.flatMap(({ repository, report }) => (report?.findings ?? []).map((f) => ({ repository, ...f })));
  const preset = values.preset ?? 'recommended';
  const ran = rules.filter(({ meta }) =>
    values.rule ? values.rule.includes(meta.id) || values.rule.includes(meta.code) : isIn(meta.preset, preset),
  );
  const compared = compare(found, judgements(), {
    repositories: all.filter(({ report }) => report).map(({ repository }) => repository),
    codes: ran.map(({ meta }) => meta.code),
  });
  return [
    judgedTable(found, compared),
    ...compared.fresh.map((f) => `not read yet: ${f.repository}/${f.file}:${f.line} ${f.code}`),
    ...compared.lost.map((f) => `right, but lost: ${f.repository}/${f.file}:${f.line} ${f.rule} (${f.verdict})`),
  ].join('\n');
}

function isIn(own: string, preset: string): boolean {
  return preset === 'all' || own === preset || (preset !== 'none' && own === 'recommended');
}

function listed({ repository, report }: Row): string[] {
  return (report?.findings ?? []).map(
    (f) => `${repository}/${f.file}:${f.line}:${f.column}  ${f.code} ${f.rule}  ${f.message}`,
  );
}

function summary(all: readonly Row[]): string {
  const counted = rules.map(({ meta }) => meta).filter(({ id }) => all.some((row) => countOf(row, id) > 0));
  const head = ['repository', 'lines', 'files', 'wall', 'cpu', 'memory', 'compiler', 'findings', 'per 1,000'];
  const cells = (row: Row) => [
    row.repository,
    row.lines.toLocaleString('en'),
    row.report?.files.toLocaleString('en') ?? '–',
    seconds(row.wallMs),
    seconds(row.cpuMs),
    megabytes(row.peakBytes),
    row.report ? `${row.report.compiler ?? '–'}${row.status === 2 ? ', see below' : ''}` : `failed (${row.status})`,
    String(row.report?.findings.length ?? '–'),
    rate(row.report?.findings.length ?? 0, row.lines),
    ...counted.map(({ id }) => String(countOf(row, id))),
  ];
  const sum = (of: (row: Row) => number) => all.reduce((total, row) => total + of(row), 0);
  const lines = sum((row) => row.lines);
  const findings = sum((row) => row.report?.findings.length ?? 0);
  const totals = [
    'all',
    lines.toLocaleString('en'),
    sum((row) => row.report?.files ?? 0).toLocaleString('en'),
    seconds(sum((row) => row.wallMs)),
    seconds(sum((row) => row.cpuMs ?? 0)),
    megabytes(Math.max(...all.map((row) => row.peakBytes ?? 0))),
    '',
    String(findings),
    rate(findings, lines),
    ...counted.map(({ id }) => String(sum((row) => countOf(row, id)))),
  ];
  const byRule = counted.map(({ code, id }) => {
    const count = sum((row) => countOf(row, id));
    const places = all.filter((row) => countOf(row, id)).length;
    return [code, id, String(count), rate(count, lines), `${places} of ${all.length}`];
  });
  // What could not be checked, or was checked by settings that are not all there.
  const failures = all
    .filter((row) => !row.report || row.status === 2)
    .map(({ repository, report, notes }) => {
      const lines = notes.split('\n').filter((line) => !report || line.startsWith('error'));
      return `${repository}:\n${lines.map((line) => `  ${line}`).join('\n')}`;
    });
  return [
    table([...head, ...counted.map((m) => m.code)], [...all.map(cells), totals]),
    table(['code', 'rule', 'findings', 'per 1,000', 'repositories'], byRule),
    ...failures,
  ].join('\n\n');
}

function countOf(row: Row, rule: string): number {
  return row.report?.findings.filter((f) => f.rule === rule).length ?? 0;
}

function rate(count: number, lines: number): string {
  return lines ? ((count / lines) * 1000).toFixed(3) : '–';
}
