import { ArgumentError, TimeoutError } from './errors.ts';
import type { WaitOptions } from './options.ts';
import { promiseTry } from './promise-try.ts';
import { WaitList } from './wait-list.ts';

/**
 * Makes the value. Called synchronously inside the `get` that begins the attempt.
 *
 * The signal aborts when the last caller has stopped waiting. A value made in spite of that is dropped, so if it holds
 * a resource, close it and throw.
 *
 * @example
 * ```ts
 * import { type Init, Lazy } from '@raceguard/runtime';
 *
 * const init: Init<Client> = async (signal) => {
 *   const made = await connect(); // takes no signal
 *   if (!signal.aborted) return made;
 *   await made.close();
 *   throw signal.reason;
 * };
 * await new Lazy(init).get(undefined, { timeout: 1 }).catch((error) => console.log(error.code)); // prints RACEGUARD_TIMEOUT
 * await sleep(50);
 * console.log(connections); // prints 0
 * ```
 */
export type Init<T> = (signal: AbortSignal) => T | PromiseLike<T>;

/**
 * One run of an init function and the callers who share it.
 *
 * It tells its owner that it has ended before any caller hears of it: with the value, or without when it failed or
 * everybody left. An owner who has meanwhile begun something newer ignores that.
 *
 * @internal
 */
export class Attempt<T> {
  readonly #controller = new AbortController();
  readonly #waiters = new WaitList<T>();
  readonly #init: Init<T>;
  readonly #describe: () => string;
  readonly #ended: (attempt: Attempt<T>, made?: { value: T }) => void;
  #forever: Promise<T> | undefined;

  constructor(
    init: Init<T> | undefined,
    describe: () => string,
    ended: (attempt: Attempt<T>, made?: { value: T }) => void,
  ) {
    if (typeof init !== 'function') {
      throw new ArgumentError(`${describe()} holds no value and was given no init function. Pass one to \`get\`.`);
    }
    this.#init = init;
    this.#describe = describe;
    this.#ended = ended;
  }

  /** Calls the init function. Its first caller is in line by then, so that an abort by that itself finds its waiter. */
  start(options: WaitOptions | undefined): Promise<T> {
    const init = this.#init;
    const result = this.join(options);
    promiseTry(() => init(this.#controller.signal)).then(
      (value) => {
        this.#ended(this, { value });
        this.#waiters.resolveAll(value);
      },
      (error: unknown) => {
        this.#ended(this);
        this.#waiters.rejectAll(error);
      },
    );
    return result;
  }

  join(options: WaitOptions | undefined): Promise<T> {
    if (options?.signal === undefined && options?.timeout === undefined) {
      // One waiter stands for all who never leave.
      this.#forever ??= this.#waiters.wait();
      return this.#forever;
    }
    return this.#waiters.wait(
      options,
      (ms) => this.#timedOut(ms),
      (reason) => {
        if (!this.#waiters.empty) return;
        this.#ended(this);
        this.#controller.abort(reason);
      },
    );
  }

  #timedOut(ms: number): Error {
    return new TimeoutError(
      ms,
      `${this.#describe()} got no value within ${ms} ms: its init function has not ended. ` +
        'Raise the timeout, or let it end sooner.',
    );
  }
}
