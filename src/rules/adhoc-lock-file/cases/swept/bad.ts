// fix: Use a `FileLock`, which waits
import { existsSync, statSync } from 'node:fs';
import { open, rm, writeFile } from 'node:fs/promises';

declare function clone(url: string, folder: string): Promise<void>;

const longest = 30_000;

/** What is called like an import, but belongs to something else, does not keep the import. */
export async function note(path: string, text: string): Promise<void> {
  const file = await open(path, 'wx');
  await file.writeFile(text);
  await file.close();
}

/** Callers go on giving what only the message said. */
export async function pull(url: string, folder: string, label: string, { most }: { readonly most: number }): Promise<void> {
  const lockFile = `${folder}.lock`;
  const began = Date.now();
  while (existsSync(lockFile)) {
    if (Date.now() - statSync(lockFile).mtimeMs > longest) await rm(lockFile, { force: true });
    if (Date.now() - began > longest) throw new Error(`${label}: the lock is not free, and ${most} wait.`);
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
