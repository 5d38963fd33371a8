import { isOwnAbort } from './own-abort.ts';
import { promiseTry } from './promise-try.ts';

/** Called synchronously by `track`. The signal aborts by `cancel(id)` or when a newer task replaces this one. */
export type Task<T> = (signal: AbortSignal) => T | PromiseLike<T>;

/** @internal One task of a registry. Its promise exists before the function runs, so that the function can be found by id. */
export class Tracked<Id, T> {
  readonly id: Id | undefined;
  readonly promise: Promise<T>;
  readonly #task: PromiseLike<T> | Task<T>;
  readonly #controller: AbortController | undefined;
  #resolve!: (value: T) => void;
  #reject!: (reason: unknown) => void;

  constructor(task: PromiseLike<T> | Task<T>, id: Id | undefined) {
    this.id = id;
    this.#task = task;
    this.#controller = typeof task === 'function' ? new AbortController() : undefined;
    this.promise = new Promise<T>((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    this.promise.catch(() => {}); // the registry hands the reason over
  }

  /**
   * Calls the function.
   *
   * @param before runs before anybody who awaits the task goes on, with the reason if it failed
   * @param after runs once those who directly await the task have gone on
   */
  run(before: (failure?: { reason: unknown }) => void, after: () => void): void {
    const task = this.#task;
    const signal = this.#controller?.signal;
    promiseTry(() => (typeof task === 'function' ? task(signal as AbortSignal) : task)).then(
      (value) => {
        before();
        this.#resolve(value);
        queueMicrotask(after);
      },
      (reason: unknown) => {
        before(isOwnAbort(reason, signal) ? undefined : { reason });
        this.#reject(reason);
        queueMicrotask(after);
      },
    );
  }

  /** Whether this call aborted it. */
  abort(reason: unknown): boolean {
    if (this.#controller === undefined || this.#controller.signal.aborted) return false;
    this.#controller.abort(reason);
    return true;
  }
}
