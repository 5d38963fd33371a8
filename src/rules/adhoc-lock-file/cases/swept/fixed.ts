import { open } from 'node:fs/promises';
import { FileLock } from '@raceguard/runtime/node';

declare function clone(url: string, folder: string): Promise<void>;

/** What is called like an import, but belongs to something else, does not keep the import. */
export async function note(path: string, text: string): Promise<void> {
  const file = await open(path, 'wx');
  await file.writeFile(text);
  await file.close();
}

/** Callers go on giving what only the message said. */
export async function pull(url: string, folder: string, _label: string, { most }: { readonly most: number }): Promise<void> {
  const lockFile = `${folder}.lock`;
  const lock = await new FileLock(lockFile).acquire();
  try {
    await clone(url, folder);
  } finally {
    lock.release();
  }
}
