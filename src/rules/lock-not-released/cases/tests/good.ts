import { Mutex } from '@raceguard/runtime';

declare function check(holds: boolean): void;

/** A test of a lock: where it fails, nobody waits for the lock any more. */
export async function oneAtATime(): Promise<void> {
  const mutex = new Mutex();
  const first = await mutex.acquire();
  check(mutex.locked);
  first.release();
  check(!mutex.locked);
}
