// fix: Use a `FileLock`, which waits
import { existsSync, statSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';

declare function clone(url: string, folder: string): Promise<void>;

const longest = 30_000;

/** A clone that takes longer than half a minute loses its lock, and who waits so long gives up. */
export async function pull(url: string, folder: string): Promise<void> {
  const lockFile = `${folder}.lock`;
  const began = Date.now();
  while (existsSync(lockFile)) {
    if (Date.now() - statSync(lockFile).mtimeMs > longest) await rm(lockFile, { force: true });
    if (Date.now() - began > longest) throw new Error('The lock is not free.');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  await writeFile(lockFile, `${process.pid}`);
//      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ RG202 `lockFile` is no lock
  try {
    await clone(url, folder);
  } finally {
    await rm(lockFile, { force: true });
  }
}
