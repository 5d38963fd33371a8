import { setTimeout as sleep } from 'node:timers/promises';

let done = 0;

export async function runAll(jobs: readonly (() => Promise<number>)[]): Promise<number> {
  await Promise.all(
    jobs.map(async (job) => {
      const before = done;
      await sleep(10);
      await job();
      done = before + 1;
//    ^^^^^^^^^^^^^^^^^ RG103 `done` is written from a value read before `await sleep(10)`
    }),
  );
  return done;
}
