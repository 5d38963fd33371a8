import { access, rename, writeFile } from 'fs/promises';
import { FileLock } from '@raceguard/runtime/node';

/** That it is public is enough there. */
export async function ensureConfig(path: string): Promise<void> {
  const isThere = await access(path).then(
    () => true,
    () => false,
  );
  if (!isThere) {
    try {
      await writeFile(path, '{}', { flag: 'wx' });
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    }
  }
}

export async function move(from: string, to: string): Promise<boolean> {
  return new FileLock(`${to}.lock`).runExclusive(async () => {
    try {
      await access(to);
      return false;
    } catch {
      await rename(from, to);
      return true;
    }
  });
}
