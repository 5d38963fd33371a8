/** Two tsservers on the same file, one with the plugin, edited and asked in turns. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as rest } from 'node:timers/promises';
import { type Position, Tsserver } from '../../plugin/tsserver.ts';
import { table } from '../table.ts';
import type { Target } from './run.ts';

/** Edits that are told of apart: until then the engine still compiles what runs often, of TypeScript as of the plugin. */
const warmUp = 20;
/** tsserver collects garbage after this many idle milliseconds, when it can. */
const idleMs = 9000;

type Times = Record<'diagnostics' | 'completions' | 'completions behind a check', number[]>;

export async function benchTsserver(target: Target, rounds: number): Promise<void> {
  const reports = await mkdtemp(join(tmpdir(), 'raceguard-bench-'));
  const execArgv = ['--expose-gc', '--report-on-signal', '--report-signal=SIGUSR2', `--report-directory=${reports}`];
  try {
    await using bare = new Tsserver({ plugin: undefined, execArgv });
    await using extended = new Tsserver({ execArgv });
    const cold = await begin(target, bare, extended);
    const [without, within] = [times(), times()];
    const early: number[] = [];
    const checks: number[] = [];
    let slices = 0;
    for (let round = -warmUp; round < rounds; round++) {
      // In turns first, so that neither always finds the machine warmer.
      const order = round % 2 ? ([bare, extended] as const) : ([extended, bare] as const);
      for (const server of order) {
        const isCounted = round >= 0;
        const seen = await oneRound(target, server, round, server === extended);
        const into = server === extended ? within : without;
        if (isCounted)
          for (const name of Object.keys(seen.times) as (keyof Times)[]) into[name].push(...seen.times[name]);
        if (server === extended) {
          (isCounted ? checks : early).push(seen.checkMs);
          if (isCounted) slices = Math.max(slices, seen.slices);
        }
      }
      process.stderr.write(`\rround ${Math.max(round + 1, 0)} of ${rounds} `);
    }
    process.stderr.write('\r');
    console.log(
      `re-check in the plugin: p50 ${ms(p(checks, 50))}, p95 ${ms(p(checks, 95))} (in at most ${slices} requests)`,
    );
    console.log(`of the first ${warmUp} edits:   p50 ${ms(p(early, 50))}`);
    console.log(`first check:            ${ms(cold.ms)} (in ${cold.slices} requests), ${cold.findings} findings\n`);
    print(without, within);
    await printMemory(reports, bare, extended);
  } finally {
    await rm(reports, { recursive: true, force: true });
  }
}

const times = (): Times => ({ diagnostics: [], completions: [], 'completions behind a check': [] });

async function begin(target: Target, bare: Tsserver, extended: Tsserver) {
  for (const server of [bare, extended]) {
    server.open(target.file, target.text);
    await server.diagnostics(target.file);
  }
  return check(extended, target.file);
}

async function check(server: Tsserver, file: string): Promise<{ ms: number; slices: number; findings: number }> {
  let total = 0;
  for (let slices = 1; ; slices++) {
    const answer = await server.check(file);
    if (answer.state === 'failed' || answer.state === 'skipped') throw new Error(`${file}: ${JSON.stringify(answer)}`);
    total += answer.ms;
    if (answer.state === 'checked') return { ms: total, slices, findings: answer.findings.length };
  }
}

async function oneRound(target: Target, server: Tsserver, round: number, isChecked: boolean) {
  const seen = times();
  const { edited, completed } = placesIn(target.text);
  const end = { ...edited, offset: edited.offset + 1 };
  const edit = () =>
    round % 2 ? server.edit(target.file, edited, end, '') : server.edit(target.file, edited, edited, ' ');
  await edit();
  seen.diagnostics.push(await timed(() => server.diagnostics(target.file)));
  const checked = isChecked ? await check(server, target.file) : { ms: 0, slices: 0 };
  const complete = () => server.ask('completionInfo', { file: target.file, ...completed, triggerCharacter: '.' });
  await server.edit(target.file, completed, completed, ' ');
  seen.completions.push(await timed(complete));
  // As bad as it gets: the request stands in the queue behind a check of a text that nobody has looked at yet.
  await server.edit(target.file, completed, { ...completed, offset: completed.offset + 1 }, '');
  const behind = isChecked ? server.check(target.file) : undefined;
  seen['completions behind a check'].push(await timed(complete));
  await behind;
  return { times: seen, checkMs: checked.ms, slices: checked.slices };
}

/** In the middle of the file: a line to type in, and a member to complete. */
function placesIn(text: string): { edited: Position; completed: Position } {
  const lines = text.split('\n');
  const from = Math.floor(lines.length / 2);
  const find = (what: string): Position => {
    for (let i = 0; i < lines.length; i++) {
      const line = (from + i) % lines.length;
      const at = lines[line]!.indexOf(what);
      if (at >= 0 && !/^\s*(\/\/|\*)/.test(lines[line]!)) return { line: line + 1, offset: at + what.length + 1 };
    }
    throw new Error(`The file has no \`${what}\` to work with. Name another with --file.`);
  };
  return { edited: find(';'), completed: find('this.') };
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

function print(without: Times, within: Times): void {
  const rows = (Object.keys(without) as (keyof Times)[]).map((name) => {
    const [bare, extended] = [without[name], within[name]];
    const cells = [50, 95].flatMap((n) => {
      const [a, b] = [p(bare, n), p(extended, n)];
      return [ms(a), ms(b), `${(b / a).toFixed(2)}×`];
    });
    return [name, ...cells];
  });
  console.log(table(['TypeScript’s time to', 'p50 bare', 'with', '', 'p95 bare', 'with', ''], rows));
}

/** After a collection of garbage. */
async function printMemory(reports: string, bare: Tsserver, extended: Tsserver): Promise<void> {
  await rest(idleMs);
  const [a, b] = [await heapOf(reports, bare), await heapOf(reports, extended)];
  const mb = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`;
  console.log(`\nheap of tsserver: ${mb(a)} bare, ${mb(b)} with the plugin: ${mb(b - a)} added`);
}

async function heapOf(reports: string, { child }: Tsserver): Promise<number> {
  const known = new Set(readdirSync(reports));
  child.kill('SIGUSR2');
  for (;;) {
    await rest(100);
    const name = readdirSync(reports).find((each) => !known.has(each));
    if (name === undefined || !existsSync(join(reports, name))) continue;
    try {
      return JSON.parse(readFileSync(join(reports, name), 'utf8')).javascriptHeap.usedMemory;
    } catch {
      // It is still being written.
    }
  }
}

function p(values: readonly number[], percent: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * percent) / 100))] ?? Number.NaN;
}

function ms(value: number): string {
  return `${value.toFixed(1)} ms`;
}
