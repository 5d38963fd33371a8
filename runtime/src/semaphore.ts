import { TimeoutError } from './errors.ts';
import { Held, type LockHandle } from './lock-handle.ts';
import { checkCount, checkWait, labelOf, type NamedOptions, type WaitOptions } from './options.ts';
import { WaitList } from './wait-list.ts';

/**
 * Lets so many callers at a time, as it has permits, into a region that suspends.
 *
 * - First come, first served: waiters get a permit in the order of their `acquire` calls.
 * - Direct hand-off: a release with waiters passes the permit to the first of them in the same step. It is never free
 *   in between, so nobody can barge in, `tryAcquire` included.
 * - A waiter leaves by its own `signal` or `timeout` in constant time, and the order of the others stays.
 * - An abort after the permit was got, but before the caller goes on, gives it back.
 *
 * It need not be disposed.
 *
 * @remarks To acquire a second permit inside a region can wait for ever: all permits may be with callers who do the
 * same. It limits callers in one JavaScript realm only, not other threads or processes.
 *
 * @example
 * ```ts
 * import { Semaphore } from '@raceguard/runtime';
 *
 * const slots = new Semaphore(2, { name: 'downloads' });
 * let [inside, most] = [0, 0];
 * const visit = () =>
 *   slots.runExclusive(async () => {
 *     most = Math.max(most, ++inside);
 *     await sleep(1);
 *     inside--;
 *   });
 * await Promise.all([visit(), visit(), visit(), visit()]);
 * console.log(most, slots.available); // prints 2 2
 * ```
 */
export class Semaphore {
  /** What error messages call it. */
  readonly name: string | undefined;
  /** How many callers it lets in at a time. */
  readonly permits: number;
  #available: number;
  readonly #waiters = new WaitList<LockHandle>();
  readonly #release = (): void => {
    if (!this.#waiters.empty) {
      this.#waiters.resolveFirst(new Held(this.#release));
    } else {
      this.#available++;
      this.freed();
    }
  };

  /** @throws ArgumentError unless `permits` is a whole number, one or more (`Infinity` is) */
  constructor(permits: number, options?: NamedOptions) {
    checkCount('permits', permits);
    this.permits = permits;
    this.#available = permits;
    this.name = options?.name;
  }

  /** How many permits are free now. */
  get available(): number {
    return this.#available;
  }

  /** Whether no permit is free now. */
  get locked(): boolean {
    return this.#available === 0;
  }

  /**
   * Waits for a permit. Release it in a `finally`, or let `using` do it.
   *
   * @throws `signal.reason` when it aborts; the caller then holds nothing
   * @throws TimeoutError after `timeout` milliseconds; the caller then holds nothing
   * @throws ArgumentError on a `timeout` that is no time
   *
   * @example
   * ```ts
   * import { Semaphore } from '@raceguard/runtime';
   *
   * const slots = new Semaphore(1);
   * async function visit(signal: AbortSignal) {
   *   using _permit = await slots.acquire({ signal, timeout: 1000 });
   *   await sleep(1);
   *   return slots.locked;
   * } // released here, also after a throw
   * console.log(await visit(new AbortController().signal), slots.locked); // prints true false
   * ```
   */
  acquire(options?: WaitOptions): Promise<LockHandle> {
    if (options !== undefined) return this.#acquire(options);
    return this.#available === 0 ? this.#waiters.wait() : Promise.resolve(this.#take());
  }

  /**
   * A permit if one is free at this moment, else `undefined`. Never waits.
   *
   * @example
   * ```ts
   * import { Mutex } from '@raceguard/runtime';
   *
   * const mutex = new Mutex();
   * let refreshes = 0;
   * async function refresh() {
   *   using lock = mutex.tryAcquire();
   *   if (lock === undefined) return; // somebody does it already
   *   await sleep(1);
   *   refreshes++;
   * }
   * await Promise.all([refresh(), refresh()]);
   * console.log(refreshes); // prints 1
   * ```
   */
  tryAcquire(): LockHandle | undefined {
    return this.#available === 0 ? undefined : this.#take();
  }

  /**
   * Runs `fn` with a permit and releases it when `fn` has ended, whichever way.
   *
   * `fn` starts in a later microtask even if a permit is free. It is not called when the wait rejects; once it has
   * begun, `signal` and `timeout` have no more say: hand the signal to `fn` yourself if it should stop.
   *
   * @throws what `fn` throws, or what {@link Semaphore.acquire} does
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
    return 'Semaphore';
  }

  /** @internal Runs when a permit was released to nobody. */
  protected freed(): void {}

  /** @internal */
  protected describe(): string {
    return labelOf(this);
  }

  #take(): LockHandle {
    this.#available--;
    return new Held(this.#release);
  }

  async #acquire(options: WaitOptions): Promise<LockHandle> {
    checkWait(options);
    const free = this.#available > 0;
    const handle = await (free ? this.#take() : this.#waiters.wait(options, (ms) => this.#timedOut(ms)));
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
        'Shorten that region, raise the timeout, or look for one that waits for itself.',
    );
  }
}
