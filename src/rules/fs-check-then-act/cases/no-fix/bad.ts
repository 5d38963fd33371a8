import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { access } from 'node:fs/promises';
import { FileLock } from '@raceguard/runtime/node';

declare function clone(url: string, folder: string): Promise<void>;

/** What is started goes on behind the function: no lock in it would last so long. */
export async function build(folder: string): Promise<void> {
  try {
    await access(`${folder}/out`);
  } catch {
    spawn('make', ['-C', folder, `${folder}/out`]);
//  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ RG201 `'${folder}/out'` was not there at
  }
}

/** The lock begins too late. */
export async function pull(url: string, folder: string): Promise<void> {
  const isThere = existsSync(folder);
  await new FileLock(`${folder}.lock`).runExclusive(async () => {
    if (!isThere) await clone(url, folder);
//                      ^^^^^^^^^^^^^^^^^^ RG201 `folder` was not there at `existsSync(folder)`
  });
}
