import { Attempt, type Init } from './attempt.ts';
import { checkWait, labelOf, type NamedOptions, type WaitOptions } from './options.ts';

/**
 * A value that is made when it is first asked for, once, however many ask at the same time.
 *
 * - Single flight: `get` during an attempt joins it; nobody starts a second one.
 * - A failed attempt rejects everyone who waits for it and leaves nothing behind: the next `get` starts anew. It never
 *   touches a newer attempt or value.
 * - A caller can stop waiting by its own `signal` or `timeout`; the attempt goes on for the others. When the last one
 *   has left, its signal aborts and the next `get` starts anew.
 * - Any value is a value, `undefined` included; ask `settled` to tell.
 *
 * @remarks It does not dispose of what it holds: `peek()` it, close it, `reset()`. A value whose callers have all left
 * is dropped: see {@link Init}. An init function that waits for its own `Lazy` waits for ever.
 *
 * @example
 * ```ts
 * import { Lazy } from '@raceguard/runtime';
 *
 * const client = new Lazy((signal) => connect(signal), { name: 'client' });
 * const [a, b] = await Promise.all([client.get(), client.get()]);
 * console.log(a === b, connections); // prints true 1
 *
 * const flaky = new Lazy<string>();
 * await flaky.get(() => Promise.reject(new Error('offline'))).catch(() => {});
 * console.log(await flaky.get(() => 'online')); // prints online
 * ```
 */
export class Lazy<T> {
  /** What error messages call it. */
  readonly name: string | undefined;
  readonly #init: Init<T> | undefined;
  #value: T | undefined;
  #settled = false;
  #attempt: Attempt<T> | undefined;

  /** @param init makes the value for a `get` that brings no function of its own */
  constructor(init?: Init<T>, options?: NamedOptions) {
    this.#init = init;
    this.name = options?.name;
  }

  /** Whether the value is there. */
  get settled(): boolean {
    return this.#settled;
  }

  /** Whether an attempt is on its way. */
  get pending(): boolean {
    return this.#attempt !== undefined;
  }

  /**
   * The value; if it is not there, that of the attempt under way; if there is none, that of a new attempt by `init`.
   *
   * `init` is called in the step of the call. It never throws: whatever goes wrong, the promise rejects.
   *
   * @throws what the attempt failed with
   * @throws `signal.reason` when it aborts, which ends this caller's wait only
   * @throws TimeoutError after `timeout` milliseconds, which end this caller's wait only
   * @throws ArgumentError if an attempt is needed and there is no init function, and on a `timeout` that is no time
   */
  get(init?: Init<T>, options?: WaitOptions): Promise<T> {
    try {
      if (options !== undefined) checkWait(options);
      if (this.#settled) return Promise.resolve(this.#value as T);
      if (this.#attempt !== undefined) return this.#attempt.join(options);
      return this.#start(init ?? this.#init, options);
    } catch (error) {
      return Promise.reject(error);
    }
  }

  /** The value if it is there, else `undefined`. Starts nothing, and does not see an attempt under way. */
  peek(): T | undefined {
    return this.#value;
  }

  /** Stores `value`. An attempt under way is detached, as by `reset`. */
  set(value: T): void {
    this.#attempt = undefined;
    this.#value = value;
    this.#settled = true;
  }

  /**
   * Forgets the value; the next `get` starts anew. An attempt under way is detached: those who wait for it still get
   * its result (or leave and abort it), but it is not stored.
   */
  reset(): void {
    this.#attempt = undefined;
    this.#value = undefined;
    this.#settled = false;
  }

  get [Symbol.toStringTag](): string {
    return 'Lazy';
  }

  #start(init: Init<T> | undefined, options: WaitOptions | undefined): Promise<T> {
    const describe = () => labelOf(this);
    const attempt = new Attempt<T>(init, describe, (ended, made) => {
      if (this.#attempt !== ended) return;
      this.#attempt = undefined;
      if (made !== undefined) this.set(made.value);
    });
    this.#attempt = attempt;
    return attempt.start(options);
  }
}
