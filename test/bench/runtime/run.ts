/**
 * `npm run bench:runtime [-- <words of a title>]`
 *
 * The primitives beside their peers in one run. Rounds of all contenders take turns, so that a busy machine is busy for
 * all; of each the fastest round counts. Nanoseconds for each operation, and how many times that of the first.
 */
import { availableParallelism, cpus } from 'node:os';
import { table } from '../table.ts';
import { type Case, type Contender, cases } from './cases.ts';
import { memory } from './memory.ts';
import { installed, peers } from './peers.ts';

const ROUNDS = 15;
const words = process.argv.slice(2);
const wanted = (title: string) => words.length === 0 || words.some((word) => title.includes(word));

const others = await peers();
console.log(`${installed}\nNode ${process.version}, ${availableParallelism()} × ${cpus()[0]?.model}`);
for (const each of cases(others)) if (wanted(each.title)) await print(each);
if (wanted('memory')) {
  const rows = memory(others).map(([title, bytes]) => [title, bytes.toFixed(0)]);
  console.log(`\n${table(['memory', 'bytes'], rows)}`);
}
process.exit(0); // peers whose functions never end are left waiting

async function print({ title, times, contenders }: Case): Promise<void> {
  const best = new Map<string, number>();
  for (let round = -2; round < ROUNDS; round++) {
    for (const [name, run] of Object.entries(contenders)) {
      const took = await nanoseconds(run, times);
      if (round >= 0) best.set(name, Math.min(took, best.get(name) ?? Number.POSITIVE_INFINITY)); // the first two warm up
    }
  }
  const first = best.values().next().value ?? 1;
  const rows = Array.from(best, ([name, ns]) => [name, ns.toFixed(0), `${(ns / first).toFixed(2)}×`]);
  console.log(`\n${table([title, 'ns', ''], rows)}`);
}

/** For one operation; at least 2 ms are measured. */
async function nanoseconds(run: Contender, times: number): Promise<number> {
  const start = performance.now();
  let runs = 0;
  do {
    await run(times);
    runs++;
  } while (performance.now() - start < 2);
  return ((performance.now() - start) * 1e6) / (times * runs);
}
