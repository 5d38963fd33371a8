import { Mutex } from '@raceguard/runtime';

declare function check(name: string): Promise<void>;

interface Job {
  readonly name: string;
}

const jobs: Job[] = [];
const jobsMutex = new Mutex();
const limit = 8;

async function add(name: string): Promise<boolean> {
  return jobsMutex.runExclusive(async () => {
    if (jobs.length < limit) {
      await check(name);
      jobs.push({ name });
      return true;
    }
    return false;
  });
}

exports.addAll = async (names: readonly string[]): Promise<void> => {
  await Promise.all(names.map((name) => add(name)));
};
