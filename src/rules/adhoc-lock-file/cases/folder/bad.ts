import { statSync } from 'node:fs';
import { mkdir, rmdir } from 'node:fs/promises';

const LOCK_DIR = '/tmp/press.lock';
/** Milliseconds. */
const oldest = 10_000;

/** One at a time, in all processes. */
export async function exclusively<T>(work: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      await mkdir(LOCK_DIR);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      if (Date.now() - statSync(LOCK_DIR).mtimeMs > oldest) await rmdir(LOCK_DIR);
//                                                                ^^^^^^^^^^^^^^^ RG202 `LOCK_DIR` is removed by `rmdir(LOCK_DIR)` once it is old
      await new Promise((resolve) => setTimeout(resolve, 50));
      continue;
    }
    try {
      // The work may take long.
      return await work();
    } finally {
      await rmdir(LOCK_DIR);
    }
  }
}
