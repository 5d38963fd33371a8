import { FileLock, type FileLockHandle } from '@raceguard/runtime/node';

const heldLocks = new Map<string, FileLockHandle>();

/** The pid is written after the file was made: a neighbour that reads it in between finds it empty, and takes it for stale. */
export async function acquireLock(lockPath: string): Promise<boolean> {
  const lock = await new FileLock(lockPath).tryAcquire();
  if (!lock) return false;
  heldLocks.set(lockPath, lock);
  return true;
}

export async function releaseLock(lockPath: string): Promise<void> {
  heldLocks.get(lockPath)?.release();
  heldLocks.delete(lockPath);
}
