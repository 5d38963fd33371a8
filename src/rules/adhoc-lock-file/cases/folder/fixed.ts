import { FileLock } from '@raceguard/runtime/node';

const LOCK_DIR = '/tmp/press.lock';

/** One at a time, in all processes. */
export async function exclusively<T>(work: () => Promise<T>): Promise<T> {
  const lock = await new FileLock(LOCK_DIR).acquire();
  try {
    // The work may take long.
    return await work();
  } finally {
    lock.release();
  }
}
