import { extname } from 'node:path';
import { FileLock, type FileLockHandle } from '@raceguard/runtime/node';

/** The path of the lock is made by replacing an extension; how long to wait is for the caller to say. */
export class FolderLock {
  private readonly file: string;
  private held: FileLockHandle | undefined;

  constructor(folder: string) {
    this.file = folder.replace(extname(folder), '.lock');
  }

  async acquire(timeout = 60_000): Promise<void> {
    this.held = await new FileLock(this.file).acquire({ timeout });
  }

  async release(): Promise<void> {
    this.held?.release();
    this.held = undefined;
  }
}
