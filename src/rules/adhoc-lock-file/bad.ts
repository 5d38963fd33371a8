import { existsSync } from 'node:fs';
import { readFile, stat, unlink, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

declare function clone(url: string, folder: string): Promise<void>;

/** The pid is written after the file was looked for. */
export class CloneLock {
  private readonly path: string;

  constructor(folder: string) {
    this.path = `${folder}.lock`;
  }

  async acquire(): Promise<void> {
    for (;;) {
      if (!existsSync(this.path)) {
        await writeFile(this.path, String(process.pid));
//            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ RG202 `this.path` is no lock
        return;
      }
      const owner = Number(await readFile(this.path, 'utf8'));
      if (isAlive(owner)) await sleep(pause);
      else await unlink(this.path);
    }
  }

  async release(): Promise<void> {
    await unlink(this.path);
  }
}

/** One alone makes the file, but whoever finds it old removes it, whosever it is by then. */
export async function pull(url: string, folder: string): Promise<void> {
  const lockPath = `${folder}.pull.lock`;
  while (!(await make(lockPath))) {
    const { mtimeMs } = await stat(lockPath);
    if (Date.now() - mtimeMs > limit) await unlink(lockPath);
//                                          ^^^^^^^^^^^^^^^^ RG202 `lockPath` is removed by `unlink(lockPath)` once it is old
    else await sleep(pause);
  }
  try {
    if (!existsSync(folder)) await clone(url, folder);
  } finally {
    await unlink(lockPath);
  }
}

const limit = 60_000;
const pause = 100;

async function make(lockPath: string): Promise<boolean> {
  try {
    await writeFile(lockPath, '', { flag: 'wx' });
    return true;
  } catch {
    return false;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
