// Run as it is, and down-levelled, with and without Symbol.dispose and Symbol.asyncDispose.
import { KeyedMutex, Mutex, Semaphore, TaskGroup } from '../../../runtime/src/index.ts';

const [mutex, semaphore, keyed] = [new Mutex(), new Semaphore(2), new KeyedMutex<string>()];
const log: unknown[] = [];

async function region(fails: boolean): Promise<void> {
  await using group = new TaskGroup();
  using _lock = await mutex.acquire();
  using _permit = semaphore.tryAcquire();
  using _key = await keyed.acquire('a', { timeout: 1000 });
  group.spawn(async () => {
    await undefined;
    log.push('task');
  });
  log.push(mutex.locked, semaphore.available, keyed.size);
  if (fails) throw new Error('inside');
}

await region(false);
log.push(mutex.locked, semaphore.available, keyed.size);
await region(true).catch((error: Error) => log.push(error.message));
log.push(mutex.locked, semaphore.available, keyed.size);
process.stdout.write(log.join());
