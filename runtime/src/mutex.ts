import { TimeoutError } from './errors.ts';
import { Held, type LockHandle } from './lock-handle.ts';
import { checkWait, label, type NamedOptions, type WaitOptions } from './options.ts';
import { WaitList } from './wait-list.ts';

/**
 * Lets one caller at a time into a region that suspends.
 *
 * - First come, first served: waiters get the lock in the order of their `acquire` calls.
 * - Direct hand-off: a release with waiters passes the lock to the first of them in the same step. The lock is never
 *   free in between, so nobody can barge in, `tryAcquire` included.
 * - A waiter leaves by its own `signal` or `timeout` in constant time, and the order of the others stays.
 * - An abort after the lock was got, but before the caller goes on, gives it back.
 *
 * Not re-entrant: to acquire it again inside its own region waits for ever (or for `timeout`). It excludes callers in
 * one JavaScript realm only, not other threads or processes. It need not be disposed.
 */
export class Mutex {
  readonly name: string | undefined;
  #locked = false;
  readonly #waiters = new WaitList<LockHandle>();
  readonly #unlock = (): void => {
    if (!this.#waiters.empty) {
      this.#waiters.resolveFirst(new Held(this.#unlock));
    } else {
      this.#locked = false;
      this.freed();
    }
  };

  constructor(options?: NamedOptions) {
    this.name = options?.name;
  }

  /** Whether somebody holds the lock now. */
  get locked(): boolean {
    return this.#locked;
  }

  /**
   * Waits for the lock. Release it in a `finally`, or let `using` do it.
   *
   * Rejects with `signal.reason`, or with a `TimeoutError` after `timeout` milliseconds; the caller then holds nothing.
   */
  acquire(options?: WaitOptions): Promise<LockHandle> {
    if (options !== undefined) return this.#acquire(options);
    return this.#locked ? this.#waiters.wait() : Promise.resolve(this.#take());
  }

  /** The lock if it is free at this moment, else `undefined`. Never waits. */
  tryAcquire(): LockHandle | undefined {
    return this.#locked ? undefined : this.#take();
  }

  /**
   * Runs `fn` under the lock and releases it when `fn` has ended, whichever way.
   *
   * `fn` starts in a later microtask even if the lock is free. It is not called when the wait rejects; once it has
   * begun, `signal` and `timeout` have no more say: hand the signal to `fn` yourself if it should stop.
   */
  async runExclusive<T>(fn: () => T | PromiseLike<T>, options?: WaitOptions): Promise<T> {
    const handle = await this.acquire(options);
    try {
      if (options?.signal?.aborted) throw options.signal.reason;
      return await fn();
    } finally {
      handle.release();
    }
  }

  get [Symbol.toStringTag](): string {
    return 'Mutex';
  }

  /** @internal Runs when the lock was released to nobody. */
  protected freed(): void {}

  /** @internal */
  protected describe(): string {
    return label('Mutex', this.name);
  }

  #take(): LockHandle {
    this.#locked = true;
    return new Held(this.#unlock);
  }

  async #acquire(options: WaitOptions): Promise<LockHandle> {
    checkWait(options);
    const handle = await (this.#locked ? this.#waiters.wait(options, (ms) => this.#timedOut(ms)) : this.#take());
    if (options.signal?.aborted) {
      handle.release();
      throw options.signal.reason;
    }
    return handle;
  }

  #timedOut(ms: number): Error {
    return new TimeoutError(
      ms,
      `${this.describe()} was not free within ${ms} ms: whoever holds it has not released it. ` +
        'Shorten that region, raise the timeout, or look for a region that waits for its own lock.',
    );
  }
}
