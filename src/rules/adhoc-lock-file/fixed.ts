import { existsSync } from 'node:fs';
import { FileLock, type FileLockHandle } from '@raceguard/runtime/node';

declare function clone(url: string, folder: string): Promise<void>;

/** The pid is written after the file was looked for. */
export class CloneLock {
  private readonly path: string;
  private held: FileLockHandle | undefined;

  constructor(folder: string) {
    this.path = `${folder}.lock`;
  }

  async acquire(): Promise<void> {
    this.held = await new FileLock(this.path).acquire();
  }

  async release(): Promise<void> {
    this.held?.release();
    this.held = undefined;
  }
}

/** One alone makes the file, but whoever finds it old removes it, whosever it is by then. */
export async function pull(url: string, folder: string): Promise<void> {
  const lockPath = `${folder}.pull.lock`;
  const lock = await new FileLock(lockPath).acquire();
  try {
    if (!existsSync(folder)) await clone(url, folder);
  } finally {
    lock.release();
  }
}
