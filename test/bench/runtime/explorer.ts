/**
 * `npm run bench:explorer`
 *
 * Schedules a second of the explorer beside those of fast-check's scheduler, in one run and turn by turn, on the same
 * program: 3 tasks × 4 steps. The explorer tries each of its orders once and knows when it is done; fast-check draws
 * them at random. Of several rounds the fastest counts.
 */
import fc from 'fast-check';
import { explore, type Program } from '../../../runtime/src/testing/index.ts';

const TASKS = ['A', 'B', 'C'];
const STEPS = 4;
const ROUNDS = 5;

/** The start of a task is its first step. */
const program =
  (access?: (name: string) => string): Program =>
  async (t) => {
    let order = '';
    for (const name of TASKS) {
      t.task(
        name,
        async (me) => {
          order += name;
          for (let n = 1; n < STEPS; n++) {
            await me.step('step', access?.(name));
            order += name;
          }
        },
        access?.(name),
      );
    }
    await t.all();
    return access === undefined ? order : undefined;
  };

interface Measured {
  schedules: number;
  distinct: number;
  /** Milliseconds on the clock, and of processor time: the latter tells what a machine with other work on it takes. */
  ms: number;
  cpu: number;
}

async function measure(run: (seen: Set<unknown>) => Promise<number>): Promise<Measured> {
  const [began, before] = [performance.now(), process.cpuUsage()];
  const seen = new Set<unknown>();
  const schedules = await run(seen);
  const ms = performance.now() - began;
  const { user, system } = process.cpuUsage(before);
  return { schedules, distinct: seen.size, ms, cpu: (user + system) / 1000 };
}

function explorer(options = {}): Promise<Measured> {
  return measure(async (seen) => {
    const { schedules } = await explore(program(), { ...options, onSchedule: ({ outcome }) => seen.add(outcome) });
    return schedules;
  });
}

function fastCheck(runs: number): Promise<Measured> {
  return measure(async (seen) => {
    const property = fc.asyncProperty(fc.scheduler(), async (scheduler) => {
      let order = '';
      for (const name of TASKS) {
        void (async () => {
          for (let n = 0; n < STEPS; n++) {
            await scheduler.schedule(Promise.resolve(), 'step');
            order += name;
          }
        })();
      }
      await scheduler.waitIdle();
      seen.add(order);
    });
    await fc.assert(property, { numRuns: runs });
    return runs;
  });
}

const contenders: Record<string, () => Promise<Measured>> = {
  'explore, every order': () => explorer(),
  'explore, without reduction': () => explorer({ reduction: false }),
  'explore, at random only': () => explorer({ schedules: 0, random: 20_000 }),
  'fast-check, at random': () => fastCheck(20_000),
};

const best: Record<string, Measured> = {};
for (let round = 0; round < ROUNDS; round++) {
  for (const [name, run] of Object.entries(contenders)) {
    const measured = await run();
    const before = best[name];
    if (before === undefined || rate(measured) > rate(before)) best[name] = measured;
  }
}

const peer = rate(best['fast-check, at random'] as Measured);
console.log(
  `${TASKS.length} tasks × ${STEPS} steps, 34,650 orders; Node ${process.version}, best of ${ROUNDS} rounds\n`,
);
console.log('| | schedules/s | by processor time | beside fast-check | tried | distinct |');
console.log('| --- | --- | --- | --- | --- | --- |');
for (const [name, measured] of Object.entries(best)) {
  const { schedules, distinct, ms } = measured;
  const numbers = [(schedules / ms) * 1000, rate(measured), schedules, distinct];
  const [wall, cpu, tried, different] = numbers.map((n) => Math.round(n).toLocaleString('en'));
  console.log(`| ${name} | ${wall} | ${cpu} | ${(rate(measured) / peer).toFixed(1)} × | ${tried} | ${different} |`);
}

let schedules = 0;
await explore(
  program((name) => name),
  { onSchedule: ({ phase }) => (schedules += Number(phase === 'every order')) },
);
console.log(`\nWhere each task touches only its own: ${schedules} schedule instead of 34,650.`);

function rate({ schedules, cpu }: Measured): number {
  return (schedules / cpu) * 1000;
}
