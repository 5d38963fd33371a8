import { FileLock } from '@raceguard/runtime/node';

declare function clone(url: string, folder: string): Promise<void>;

/** A clone that takes longer than half a minute loses its lock, and who waits so long gives up. */
export async function pull(url: string, folder: string): Promise<void> {
  const lockFile = `${folder}.lock`;
  const lock = await new FileLock(lockFile).acquire();
  try {
    await clone(url, folder);
  } finally {
    lock.release();
  }
}
