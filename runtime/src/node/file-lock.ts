import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ArgumentError, TimeoutError } from '../errors.ts';
import { checkWait, label, type NamedOptions, show, type WaitOptions } from '../options.ts';
import { Contender, type Form, type Outcome } from './contender.ts';
import { explained, ForeignFile, LockFileError } from './errors.ts';
import { FileLockHandle } from './handle.ts';
import { enter, isFree, pass, quit } from './line.ts';
import { asyncNodeDisk, nodeDisk } from './node-disk.ts';
import { breakOwnerOf, type FileLockOwner, ownerAt } from './owner.ts';
import { type Place, placeOf } from './place.ts';
import { type OwnRecord, recordAt } from './record.ts';
import type { AsyncDisk, Disk } from './steps.ts';

const LONGEST_TIMER = 2 ** 31 - 1;

/** What a lock is told of itself. */
export interface FileLockOptions extends NamedOptions {
  /**
   * Milliseconds; none by default. An owner with a lease renews it four times in that time as long as its event loop
   * runs. A waiter with a lease takes over from an owner with one that it can't judge (another machine, another
   * container), when its own clock has seen no renewal for the longer of both leases. An owner known to live is never
   * robbed. An owner that was only slow learns of it by `lock.signal`; `fence()` protects what it writes too late.
   * Without hard links nothing is renewed, and no lease ends.
   */
  readonly lease?: number | undefined;
}

/** How long a blocked thread waits. A signal could not abort meanwhile: nothing else runs in the thread. */
export interface SyncWaitOptions {
  /** Milliseconds until it throws a `TimeoutError`. None: no limit. */
  readonly timeout?: number | undefined;
}

/**
 * Lets one caller at a time into a region, over threads and processes, and over machines that share a disk.
 *
 * - The lock is the file at `path`, which must be no other file; it is there while the lock is held. Missing folders
 *   are made. Symbolic links are followed at the first use of the object.
 * - An owner that has died, also by SIGKILL, is taken over within a fraction of a second, and only when its death is
 *   proven: no such process, another start time under its pid, a zombie, or (on Linux) a worker thread that is gone. A
 *   stopped owner keeps the lock. So does one that can't be judged, on another machine or in another container: see
 *   `inspect`, `breakLock` and `lease`.
 * - Within a thread first come, first served, also between copies of this package. Between threads and processes the
 *   order is not specified.
 * - A wait ends by `signal` or `timeout`, else it lasts for ever. An abort after the lock was got, but before the
 *   caller goes on, gives it back.
 * - It need not be disposed: half a second after its last use nothing of it is left on the disk, but for
 *   `<path>.fence` where `fence()` was used.
 *
 * @remarks Not re-entrant: to acquire it again inside its own region waits for ever (or for `timeout`). It excludes
 * those who use it, and is no permission. No fairness between processes. Needs a file system with hard links, or with a
 * rename that refuses to replace a directory that is not empty; whichever, all machines must see the same state (NFS 3
 * and later do; no network disk was tried). Elsewhere than on Linux a pid that another program got keeps the lock held.
 *
 * @see the manual of open(2), which recommends a private file and link(2) for locks that must also hold on a network disk
 *
 * @example
 * ```ts
 * import { FileLock } from '@raceguard/runtime/node';
 *
 * const lock = new FileLock(`${folder}/cache.lock`, { name: 'cache' });
 * const cached = () =>
 *   lock.runExclusive(async () => {
 *     if (!existsSync(`${folder}/cache`)) await download(`${folder}/cache`);
 *   });
 * await Promise.all([cached(), cached()]); // or in two processes
 * console.log(downloads); // prints 1
 * ```
 */
export class FileLock {
  /** The absolute path of the lock's file. */
  readonly path: string;
  /** What error messages call it; its path if left out. */
  readonly name: string | undefined;
  readonly #lease: number | undefined;
  #place: Place | undefined;
  #record: OwnRecord | undefined;
  /** @internal */
  protected readonly disk: Disk = nodeDisk;
  /** @internal */
  protected readonly asyncDisk: AsyncDisk = asyncNodeDisk;

  /**
   * @param path of the lock's own file; a relative one counts from the current directory now
   * @throws ArgumentError on a lease that is no number of milliseconds
   */
  constructor(path: string | { readonly href: string }, options?: FileLockOptions) {
    this.path = resolve(typeof path === 'string' ? path : fileURLToPath(path.href));
    this.name = options?.name;
    this.#lease = options?.lease;
    if (this.#lease !== undefined && !(this.#lease >= 100 && this.#lease <= LONGEST_TIMER)) {
      throw new ArgumentError(`lease is ${show(this.#lease)}; give milliseconds, 100 or more, or leave it out.`);
    }
  }

  /**
   * Waits for the lock. Release it in a `finally`, or let `using` do it.
   *
   * Whichever error, the caller then holds nothing.
   *
   * @throws `signal.reason` when it aborts
   * @throws TimeoutError after `timeout` milliseconds
   * @throws LockFileError if the file can't be used, at once
   * @throws ArgumentError on a `timeout` that is no time
   *
   * @example
   * ```ts
   * import { FileLock } from '@raceguard/runtime/node';
   *
   * const lock = new FileLock(`${folder}/deploy.lock`);
   * async function deploy(signal: AbortSignal) {
   *   await using held = await lock.acquire({ signal, timeout: 60_000 });
   *   await upload('release', AbortSignal.any([signal, held.signal]));
   *   return await held.fence(); // `await`: without it the lock is released first
   * }
   * console.log(await deploy(AbortSignal.timeout(5000)), await deploy(AbortSignal.timeout(5000))); // prints 1 2
   * ```
   */
  async acquire(options: WaitOptions = {}): Promise<FileLockHandle> {
    checkWait(options);
    const { path } = this.#placed();
    const handle = isFree(path) ? this.#begin(path, options) : this.#inLine(path, options);
    if (options.signal === undefined) return handle;
    const got = await handle;
    if (!options.signal.aborted) return got;
    got.release();
    throw options.signal.reason;
  }

  /**
   * The lock if nobody holds it, else `undefined`. Does not wait, but may have to take over from a dead owner.
   *
   * @throws LockFileError if the file can't be used
   */
  async tryAcquire(): Promise<FileLockHandle | undefined> {
    const { path } = this.#placed();
    if (!isFree(path)) return undefined;
    enter(path, nothing);
    let contender: Contender | undefined;
    try {
      contender = this.#contender();
      return this.#taken(contender, await contender.try());
    } catch (error) {
      throw this.#failed(path, contender, error);
    }
  }

  /**
   * Runs `fn` under the lock and releases it when `fn` has ended, whichever way.
   *
   * `fn` is not called when the wait rejects; once it has begun, `signal` and `timeout` have no more say.
   *
   * @throws what `fn` throws, or what {@link FileLock.acquire} does
   */
  async runExclusive<T>(fn: (lock: FileLockHandle) => T | PromiseLike<T>, options?: WaitOptions): Promise<T> {
    const handle = await this.acquire(options);
    try {
      if (options?.signal?.aborted) throw options.signal.reason;
      return await fn(handle);
    } finally {
      handle.release();
    }
  }

  /**
   * Blocks the thread until the lock is got. For scripts: nothing else runs in the thread meanwhile.
   *
   * @throws TimeoutError after `timeout` milliseconds
   * @throws ArgumentError if this thread holds the lock or waits for it: the wait would never end
   * @throws LockFileError if the file can't be used
   *
   * @example
   * ```ts
   * import { FileLock } from '@raceguard/runtime/node';
   *
   * const lock = new FileLock(`${folder}/build.lock`);
   * const built = lock.runExclusiveSync(() => {
   *   writeFileSync(`${folder}/built`, 'yes');
   *   return existsSync(lock.path);
   * });
   * console.log(built, existsSync(lock.path)); // prints true false
   * ```
   */
  acquireSync(options: SyncWaitOptions = {}): FileLockHandle {
    checkWait(options);
    const { path } = this.#placed();
    if (!isFree(path)) {
      throw new ArgumentError(
        `${this.#label} is held or waited for in this very thread, which acquireSync would block for ever. ` +
          'Release it first, or use acquire.',
      );
    }
    const { timeout = Number.POSITIVE_INFINITY } = options;
    const until = performance.now() + timeout;
    const handle = this.#inThisStep(path, (contender) => contender.waitSync(until));
    if (handle === undefined) throw this.#timedOut(timeout);
    return handle;
  }

  /**
   * The lock if nobody holds it, else `undefined`.
   *
   * @throws LockFileError if the file can't be used
   */
  tryAcquireSync(): FileLockHandle | undefined {
    const { path } = this.#placed();
    return isFree(path) ? this.#inThisStep(path, (contender) => contender.trySync()) : undefined;
  }

  /**
   * Runs `fn` under the lock, blocking the thread until it is got, and releases it when `fn` has ended.
   *
   * @throws what `fn` throws, or what {@link FileLock.acquireSync} does
   */
  runExclusiveSync<T>(fn: (lock: FileLockHandle) => T, options?: SyncWaitOptions): T {
    const handle = this.acquireSync(options);
    try {
      return fn(handle);
    } finally {
      handle.release();
    }
  }

  /**
   * Who holds the lock now; `undefined` if nobody does. Changes nothing on the disk.
   *
   * @throws LockFileError if the file can't be read
   *
   * @example
   * ```ts
   * import { FileLock } from '@raceguard/runtime/node';
   *
   * const lock = new FileLock(`${folder}/who.lock`);
   * using _held = await lock.acquire();
   * const owner = await lock.inspect();
   * console.log(owner?.state, owner?.pid === process.pid); // prints alive true
   * ```
   */
  async inspect(): Promise<FileLockOwner | undefined> {
    return this.#explaining(() => ownerAt(this.path, this.disk, this.asyncDisk));
  }

  /**
   * Frees the lock of an owner that `inspect` has told and that you know to be gone, though this machine can't prove
   * it. `false` if that owner no longer held it.
   *
   * If the owner lives after all, two are in the region: it learns of it by `lock.signal`, and its `release` leaves the
   * next owner's lock alone.
   *
   * @throws ArgumentError if the owner is known to live
   * @throws LockFileError if somebody else is taking the lock over, and has not ended for ten seconds
   *
   * @example
   * ```ts
   * import { FileLock } from '@raceguard/runtime/node';
   *
   * const lock = new FileLock(`${folder}/break.lock`);
   * const owner = await lock.inspect();
   * // Of another machine that you have switched off yourself:
   * const freed = owner?.state === 'unknown' && owner.host === 'build-7' && (await lock.breakLock(owner));
   * console.log(freed); // prints false
   * ```
   */
  async breakLock(owner: FileLockOwner): Promise<boolean> {
    return this.#explaining(() => breakOwnerOf(this.#label, this.path, owner, this.disk, this.asyncDisk));
  }

  get [Symbol.toStringTag](): string {
    return 'FileLock';
  }

  get #label(): string {
    return label('FileLock', this.name ?? this.path);
  }

  #placed(): Place {
    if (this.#place !== undefined) return this.#place;
    try {
      this.#place = placeOf(this.path, true);
      return this.#place;
    } catch (error) {
      throw this.#explain(error);
    }
  }

  readonly #ownRecord = (): OwnRecord => {
    if (!this.#record?.live) this.#record = recordAt(this.#placed(), this.#lease, this.disk);
    return this.#record;
  };

  #begin(path: string, options: WaitOptions): Promise<FileLockHandle> | FileLockHandle {
    enter(path, nothing);
    let begun: Contender | undefined;
    try {
      const contender = this.#contender();
      begun = contender;
      const outcome = contender.try();
      if (typeof outcome === 'string') return this.#handle(contender, outcome);
      return new Promise((resolve, reject) => {
        const leave = this.#leaving(options, reject, () => contender.stop());
        void this.#contend(contender, contender.wait(outcome), leave, resolve, reject);
      });
    } catch (error) {
      throw this.#failed(path, begun, error);
    }
  }

  #inLine(path: string, options: WaitOptions): Promise<FileLockHandle> {
    return new Promise((resolve, reject) => {
      let contender: Contender | undefined;
      const turn = (): void => {
        try {
          contender = this.#contender();
          void this.#contend(contender, contender.wait(), leave, resolve, reject);
        } catch (error) {
          leave();
          reject(this.#failed(path, contender, error));
        }
      };
      const leave = this.#leaving(options, reject, () => {
        contender?.stop();
        quit(path, turn);
      });
      enter(path, turn);
    });
  }

  /** Ends with the lock held by a caller who still wants it, or with the turn passed on. */
  async #contend(
    contender: Contender,
    got: Promise<Form | undefined>,
    leave: () => void,
    resolve: (handle: FileLockHandle) => void,
    reject: (error: unknown) => void,
  ): Promise<void> {
    let handle: FileLockHandle | undefined;
    try {
      handle = this.#taken(contender, await got);
    } catch (error) {
      reject(this.#failed(contender.record.place.path, contender, error));
    }
    leave();
    if (handle === undefined) return;
    if (contender.stopped) handle.release();
    else resolve(handle);
  }

  /** Rejects when the caller no longer wants to wait. What it returns ends that. */
  #leaving({ signal, timeout }: WaitOptions, reject: (reason: unknown) => void, stop: () => void): () => void {
    let timer: NodeJS.Timeout | undefined;
    const leave = (reason: unknown): void => {
      end();
      reject(reason);
      stop();
    };
    const aborted = (): void => leave(signal?.reason);
    const end = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', aborted);
    };
    signal?.addEventListener('abort', aborted);
    if (timeout !== undefined && timeout <= LONGEST_TIMER) {
      timer = setTimeout(() => leave(this.#timedOut(timeout)), timeout);
    }
    return end;
  }

  #inThisStep(path: string, get: (contender: Contender) => Outcome | undefined): FileLockHandle | undefined {
    enter(path, nothing);
    let contender: Contender | undefined;
    try {
      contender = this.#contender();
      return this.#taken(contender, get(contender));
    } catch (error) {
      throw this.#failed(path, contender, error);
    }
  }

  #contender(): Contender {
    return new Contender(this.#ownRecord, this.disk, this.asyncDisk);
  }

  /** The handle, or nothing and the turn passed on. */
  #taken(contender: Contender, outcome: Outcome | undefined): FileLockHandle | undefined {
    if (typeof outcome === 'string') return this.#handle(contender, outcome);
    contender.record.leave();
    pass(contender.record.place.path);
    return undefined;
  }

  /** Ends the turn; what to tell the caller. */
  #failed(path: string, contender: Contender | undefined, error: unknown): unknown {
    contender?.record.leave();
    pass(path);
    return this.#explain(error);
  }

  #handle({ record }: Contender, form: Form): FileLockHandle {
    return new FileLockHandle(record, form, this.#label, this.disk, this.asyncDisk);
  }

  async #explaining<T>(part: () => Promise<T>): Promise<T> {
    try {
      return await part();
    } catch (error) {
      throw this.#explain(error);
    }
  }

  #explain(error: unknown): unknown {
    if (!(error instanceof ForeignFile)) return explained(this.#label, this.path, error);
    return new LockFileError(
      this.path,
      `${this.#label} can't be used: ${this.path} is no lock of this package, and it is not touched. ` +
        'Give the lock a path of its own; if the file is an old lock of another tool, remove it.',
    );
  }

  #timedOut(ms: number): TimeoutError {
    return new TimeoutError(
      ms,
      `${this.#label} was not free within ${ms} ms. inspect() tells who holds it. ` +
        'Shorten that region, raise the timeout, or look for a region that waits for its own lock.',
    );
  }
}

function nothing(): void {}
