import { Mutex } from '@raceguard/runtime';
import { FileLock } from '@raceguard/runtime/node';

declare function build(target: string): Promise<void>;
declare function writeAll(): void;

/** Tried, and what it gave is tested: the lock is held behind the test. */
export class Builder {
  private readonly mutex = new Mutex();
  private readonly folder = new FileLock('out/.lock');

  async build(target: string): Promise<boolean> {
    const held = this.mutex.tryAcquire();
    if (!held) return false;
    try {
      await build(target);
    } finally {
      held.release();
    }
    return true;
  }

  /** Taken in one step. */
  write(): void {
    const lock = this.folder.acquireSync();
    try {
      writeAll();
    } finally {
      lock.release();
    }
  }

  writeIfFree(): boolean {
    const lock = this.folder.tryAcquireSync();
    if (lock === undefined) return false;
    try {
      writeAll();
    } finally {
      lock.release();
    }
    return true;
  }
}
