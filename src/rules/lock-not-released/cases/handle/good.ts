import { Mutex } from '@raceguard/runtime';
import { FileLock } from '@raceguard/runtime/node';

declare function build(target: string): Promise<void>;
declare function writeAll(): void;

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

  /** Nothing in between can throw. */
  stamp(names: string[]): void {
    const lock = this.folder.tryAcquireSync();
    if (!lock) return;
    names.push('out');
    lock.release();
  }

  /** Who did not get it works without. */
  async work(): Promise<void> {
    const held = this.mutex.tryAcquire();
    if (held) held.release();
    else await build('nothing');
  }

  write(): void {
    const lock = this.folder.acquireSync();
    try {
      writeAll();
    } finally {
      lock.release();
    }
  }
}
