import type { LockHandle } from '../lock-handle.ts';
import { watchName } from './bell.ts';
import { explained, LockLostError } from './errors.ts';
import { pass } from './line.ts';
import { look, nextFence, release } from './protocol.ts';
import type { OwnRecord } from './record.ts';
import { type AsyncDisk, type Disk, run, runSync, type Steps } from './steps.ts';

const disposal: typeof Symbol.dispose = Symbol.dispose ?? Symbol.for('Symbol.dispose');
const asyncDisposal: typeof Symbol.asyncDispose = Symbol.asyncDispose ?? Symbol.for('Symbol.asyncDispose');

/** Milliseconds between two looks for the loss of a lock where the system tells of no changes. */
const LOOK = 1000;

/**
 * Proof that one acquisition of a {@link FileLock} holds it. `using lock = await fileLock.acquire()` releases at the
 * end of the scope.
 *
 * @remarks While the lock is held it does not stop the code in the region: hand on `signal`.
 */
export class FileLockHandle implements LockHandle {
  readonly #record: OwnRecord;
  readonly #form: 'file' | 'directory';
  readonly #label: string;
  readonly #disk: Disk;
  readonly #asyncDisk: AsyncDisk;
  #released: Promise<void> | boolean = false;
  #controller: AbortController | undefined;
  #endWatch: (() => void) | undefined;
  #fence: Promise<number> | number | undefined;

  /** @internal */
  constructor(record: OwnRecord, form: 'file' | 'directory', label: string, disk: Disk, asyncDisk: AsyncDisk) {
    this.#record = record;
    this.#form = form;
    this.#label = label;
    this.#disk = disk;
    this.#asyncDisk = asyncDisk;
    record.held = form;
  }

  /**
   * Aborts with a `LockLostError` when the lock has been taken away: by `breakLock`, by the end of a lease, or because
   * somebody removed the file. It is watched from its first use, by file watching and once a second; so it can come
   * late, and never as long as the event loop is blocked.
   */
  get signal(): AbortSignal {
    if (this.#controller === undefined) {
      this.#controller = new AbortController();
      if (this.#released === false) this.#watch(this.#controller);
    }
    return this.#controller.signal;
  }

  /**
   * A number that is greater than that of every acquisition before, over processes and crashes; the same again within
   * this one. Give it to a store that refuses smaller numbers, and an owner that lost its lock can do no harm there.
   *
   * It is kept in a file beside the lock, `<path>.fence`, written only if asked for; keep that file. Takes
   * milliseconds: it is on the disk when the promise resolves.
   *
   * @throws LockLostError if the lock is no longer held
   * @throws LockFileError if the number can't be kept
   */
  async fence(): Promise<number> {
    this.#fence ??= this.#next();
    try {
      const number = await this.#fence;
      this.#fence = number;
      return number;
    } catch (error) {
      this.#fence = undefined;
      throw error;
    }
  }

  /**
   * The same, blocking the thread.
   *
   * @throws LockLostError if the lock is no longer held
   */
  fenceSync(): number {
    while (typeof this.#fence !== 'number') {
      const next = this.#unlessLost(runSync(this.#steps(), this.#disk));
      if (typeof next === 'number') this.#fence = next;
      else this.#disk.pause(Math.random() * 5);
    }
    return this.#fence;
  }

  /**
   * Gives the lock back. Harmless the second time, and when the lock was lost: then it touches nobody else's.
   *
   * @throws LockFileError if the file system refuses; other processes then see the lock held until this thread ends
   */
  release(): void {
    if (this.#released !== false) return;
    this.#released = true;
    this.#endWatch?.();
    let given: boolean | 'again';
    try {
      given = this.#letGo();
    } catch (error) {
      this.#end();
      throw explained(this.#label, this.#record.names.lock, error);
    }
    if (given === 'again') this.#released = this.#letGoLater();
    else this.#end();
  }

  /** The same as `release`. */
  [disposal](): void {
    this.release();
  }

  /** Releases and waits until it is done: that takes time only when the lock was lost. */
  async [asyncDisposal](): Promise<void> {
    this.release();
    await this.#released;
  }

  #letGo(): boolean | 'again' {
    return runSync(release(this.#record.names, this.#form), this.#disk);
  }

  /** Somebody else is under the guard. Who waits in this thread waits for this as well. */
  async #letGoLater(): Promise<void> {
    try {
      let given: boolean | 'again';
      do {
        await this.#asyncDisk.pause(Math.random() * 10);
        given = await run(release(this.#record.names, this.#form), this.#disk, this.#asyncDisk);
      } while (given === 'again');
    } catch {
      // As in release(), but nobody is left to be told: the next one in this thread finds the lock to be its own.
    } finally {
      this.#end();
    }
  }

  #end(): void {
    this.#record.leave();
    pass(this.#record.place.path);
  }

  #watch(controller: AbortController): void {
    const { names, place } = this.#record;
    const lookAgain = (): void => {
      if (this.#holds()) return;
      end();
      controller.abort(lostError(this.#label, names.lock));
    };
    const watcher = watchName(place.folder, place.base, lookAgain);
    const timer = setInterval(lookAgain, LOOK).unref();
    const end = (): void => {
      watcher?.close();
      clearInterval(timer);
    };
    this.#endWatch = end;
    lookAgain();
  }

  #holds(): boolean {
    const { names } = this.#record;
    try {
      if (this.#form === 'file' && this.#disk.links(names.own) === 2) return true;
      return runSync(look(names.lock), this.#disk)?.token === names.token;
    } catch {
      return true; // can't be seen now
    }
  }

  #steps(): Steps<number | 'lost' | 'again' | 'held'> {
    const { names } = this.#record;
    if (this.#released !== false) throw lostError(this.#label, names.lock);
    return nextFence(names, this.#form);
  }

  async #next(): Promise<number> {
    for (;;) {
      const next = this.#unlessLost(await run(this.#steps(), this.#disk, this.#asyncDisk));
      if (typeof next === 'number') return next;
      await this.#asyncDisk.pause(Math.random() * 5);
    }
  }

  #unlessLost<T>(next: T | 'lost'): T {
    if (next === 'lost') throw lostError(this.#label, this.#record.names.lock);
    return next;
  }
}

function lostError(label: string, path: string): LockLostError {
  return new LockLostError(
    path,
    `${label} is no longer held: its file was removed or its owner declared gone. Somebody else may be in the region. ` +
      'Stop what is under way; use fence() where a late write would do harm.',
  );
}
