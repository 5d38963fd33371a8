/**
 * `npm run bench:file-lock`
 *
 * FileLock beside proper-lockfile, the bare system calls and a write transaction of SQLite, in one run and turn by turn:
 * an uncontended acquire and release, and the time from a release to the acquisition in another process that waits.
 * Of several rounds the fastest counts; the hand-offs of all rounds are taken together.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { table } from '../table.ts';
import { contenders, installPeers } from './file-lock-contenders.ts';

const ROUNDS = 4;
const SECONDS = 1;
const PROCESSES = [2, 4, 8];
const folder = mkdtempSync(join(tmpdir(), 'raceguard-bench-'));

try {
  console.log(`${installPeers()}\n`);
  await uncontended();
  for (const processes of PROCESSES) await contended(processes);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function uncontended(): Promise<void> {
  const made = Object.entries(contenders).map(([name, make]) => ({
    name,
    lock: make(folder),
    best: Number.POSITIVE_INFINITY,
  }));
  for (let round = 0; round < ROUNDS * 5; round++) {
    for (const contender of made) {
      const { name, lock } = contender;
      const times = name === 'proper-lockfile' ? 100 : 2000;
      const began = performance.now();
      for (let n = 0; n < times; n++) {
        const waits = lock.acquire();
        if (waits instanceof Promise) await waits;
        const released = lock.release();
        if (released instanceof Promise) await released;
      }
      contender.best = Math.min(contender.best, ((performance.now() - began) * 1000) / times);
    }
  }
  const ours = made[0]!.best;
  const rows = made.map(({ name, best }) => [name, best.toFixed(1), `${(best / ours).toFixed(2)} ×`]);
  console.log(`Uncontended, one process\n\n${table(['lock', 'µs', 'FileLock = 1'], rows)}\n`);
}

async function contended(processes: number): Promise<void> {
  const found = new Map<string, number[]>(Object.keys(contenders).map((name) => [name, []]));
  for (let round = 0; round < ROUNDS; round++) {
    for (const [name, times] of found) times.push(...(await handOffs(name, processes)));
  }
  const [ours = Number.NaN] = [...found.values()].map((times) => at(times, 0.95));
  const rows = [...found].map(([name, times]) => [
    name,
    at(times, 0.5).toFixed(0),
    at(times, 0.95).toFixed(0),
    `${(at(times, 0.95) / ours).toFixed(2)} ×`,
    (times.length / (ROUNDS * SECONDS)).toFixed(0),
  ]);
  const head = ['lock', 'p50 µs', 'p95 µs', 'p95, FileLock = 1', 'hand-offs a second'];
  console.log(`Hand-off between ${processes} processes\n\n${table(head, rows)}\n`);
}

async function handOffs(name: string, processes: number): Promise<number[]> {
  writeFileSync(join(folder, 'released'), new Uint8Array(16));
  const program = fileURLToPath(new URL('file-lock-child.ts', import.meta.url));
  const children = Array.from({ length: processes }, () => {
    const child = spawn(process.execPath, [program, name, folder, String(SECONDS)], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    return { child, lines: createInterface({ input: child.stdout })[Symbol.asyncIterator]() };
  });
  for (const { lines } of children) await lines.next();
  for (const { child } of children) child.stdin.end('go\n');
  const all = await Promise.all(
    children.map(async ({ lines }) => JSON.parse((await lines.next()).value ?? '[]') as number[]),
  );
  await Promise.all(children.map(({ child }) => child.exitCode ?? once(child, 'exit')));
  return all.flat();
}

function at(times: number[], share: number): number {
  return times.toSorted((a, b) => a - b)[Math.floor(times.length * share)] ?? Number.NaN;
}
