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
//               ^^^^^^^^^^^^^^^^^^^^^^^ RG501 `this.mutex` stays taken if `await build(target)` throws: nobody gets it any more
    if (!held) return false;
    await build(target);
    held.release();
    return true;
  }

  /** Taken in one step. */
  write(): void {
    const lock = this.folder.acquireSync();
//               ^^^^^^^^^^^^^^^^^^^^^^^^^ RG501 `this.folder` stays taken if `writeAll()` throws: all who come later wait for ever
    writeAll();
    lock.release();
  }

  writeIfFree(): boolean {
    const lock = this.folder.tryAcquireSync();
//               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ RG501 `this.folder` stays taken if `writeAll()` throws: nobody gets it any more
    if (lock === undefined) return false;
    writeAll();
    lock.release();
    return true;
  }
}
