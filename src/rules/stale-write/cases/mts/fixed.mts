import { setTimeout as sleep } from 'node:timers/promises';

let done = 0;

export async function runAll(jobs: readonly (() => Promise<number>)[]): Promise<number> {
  await Promise.all(
    jobs.map(async (job) => {
      await sleep(10);
      await job();
      const before = done;
      done = before + 1;
    }),
  );
  return done;
}
