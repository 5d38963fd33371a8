/**
 * `npm run chaos`: FileLock under 12 processes with delays in every call and SIGKILL inside the region, and the broken
 * protocols under the same load, which must fail. `npm run chaos -- 50000` makes so many acquisitions.
 */
import { chaos, type Report } from './chaos.ts';

const total = Number(process.argv[2] ?? 10_000);
const load = { processes: 12, deaths: 0.03, killEvery: 1000 };
let failed = false;

const plan: [contestant: string, acquisitions: number, broken: boolean][] = [
  ['FileLock', total, false],
  ['FileLock, synchronous', Math.ceil(total / 10), false],
  ['FileLock without hard links', Math.ceil(total / 10), false],
  ['stale pid file unlinked', Math.ceil(total / 5), true],
  ['stale pid file renamed aside', Math.ceil(total / 5), true],
  ['takeover without the guard', Math.ceil(total / 5), true],
];

for (const [contestant, acquisitions, broken] of plan) {
  let next = 0;
  const report = await chaos({
    ...load,
    contestant,
    acquisitions,
    progress: (now) => {
      if (now.seconds < next) return;
      next = now.seconds + 10;
      process.stderr.write(`   ${contestant}: ${line(now)}\n`);
    },
  });
  const bad = report.wrong.length > 0 || report.left.length > 0;
  if (bad !== broken) failed = true;
  const verdict = bad === broken ? (broken ? 'broken, as it must be' : 'sound') : broken ? 'NOT FOUND BROKEN' : 'WRONG';
  console.log(`${contestant}: ${verdict}. ${line(report)}`);
  for (const what of broken ? [] : [...report.wrong.slice(0, 5), ...report.left]) console.log(`   ${what}`);
}
process.exitCode = failed ? 1 : 0;

function line({ acquired, wrong, killed, longestWait, seconds }: Report): string {
  return `${acquired} acquisitions, ${wrong.length} overlaps, ${killed} processes killed, longest wait ${longestWait} ms, ${seconds.toFixed(0)} s`;
}
