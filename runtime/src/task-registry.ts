import { ArgumentError, ClosedError, DuplicateIdError, ReplacedError, stillRunning } from './errors.ts';
import { labelOf, type NamedOptions, show, type WaitOptions } from './options.ts';
import { promiseTry } from './promise-try.ts';
import { type Task, Tracked } from './tracked.ts';
import { WaitList } from './wait-list.ts';

const FAILURES_KEPT = 1000;

/** What `track` is told of a task. */
export interface TrackOptions<Id> {
  /** Names the task for `has`, `get` and `cancel`. Free again as soon as the task has ended. */
  readonly id?: Id | undefined;
  /**
   * What to do while another task has the id. `reject` (default): throw a `DuplicateIdError` and do not call the
   * function. `join`: do not call it, return the promise of the task that runs. `replace`: abort the running task with
   * a `ReplacedError` and start the new one, which has the id from now on; the old one is still waited for.
   */
  readonly onDuplicate?: 'reject' | 'join' | 'replace' | undefined;
}

/** How a registry closes. */
export interface CloseOptions extends WaitOptions {
  /**
   * What `track` does between this call and the end of the last task. `wait` (default): late tasks run and are waited
   * for. `reject`: it throws a `ClosedError` and does not call the function.
   */
  readonly late?: 'wait' | 'reject' | undefined;
}

/**
 * The owner of promises that nobody awaits: it knows what runs, can wait for all of it, and sees every failure.
 *
 * - A task is registered before its function runs, and gone before anybody who awaits it goes on.
 * - The end of a task removes that task only, never a newer one of the same id.
 * - A rejection is never unhandled: `idle` and `close` hand it over. The promise that `track` returned rejects as well,
 *   for whoever awaits it. A task that ends with the very reason it was aborted with is cancelled and has not failed.
 *
 * @remarks One failing task does not cancel the others: that is a `TaskGroup`. To wait for `idle` or `close` inside a
 * tracked task waits for ever (or for `timeout`), for the task waits for its own end.
 *
 * @example
 * ```ts
 * import { TaskRegistry } from '@raceguard/runtime';
 *
 * const tasks = new TaskRegistry({ name: 'uploads' });
 * tasks.track((signal) => upload('a.png', signal));
 * tasks.track((signal) => upload('corrupt.png', signal), { id: 'corrupt' });
 * console.log(tasks.size, tasks.has('corrupt')); // prints 2 true
 * const failures = await tasks.close({ late: 'reject', timeout: 10_000 });
 * console.log(failures.join()); // prints Error: corrupt.png
 * ```
 */
export class TaskRegistry<Id = string | number | symbol, T = unknown> {
  /** What error messages call it. */
  readonly name: string | undefined;
  readonly #tasks = new Set<Tracked<Id, T>>();
  readonly #byId = new Map<Id, Tracked<Id, T>>();
  readonly #waiters = new WaitList<readonly unknown[]>();
  #failures: unknown[] = [];
  #endings = 0;
  #refusing = false;
  #closed: Promise<readonly unknown[]> | undefined;

  constructor(options?: NamedOptions) {
    this.name = options?.name;
  }

  /** How many tasks run. */
  get size(): number {
    return this.#tasks.size;
  }

  /**
   * Registers a task and, if it is a function, calls it. Returns a promise of its result.
   *
   * A promise that is refused is not waited for, but should it reject, `idle` still hands that over.
   *
   * @throws ClosedError once the registry refuses tasks; nothing was called
   * @throws DuplicateIdError if a running task has the id and `onDuplicate` is `reject`; nothing was called
   * @throws ArgumentError if a promise is to `join` a running task: its work has begun
   *
   * @example
   * ```ts
   * import { TaskRegistry } from '@raceguard/runtime';
   *
   * const shown = new TaskRegistry<string, User>();
   * const show = (id: string) =>
   *   shown.track((signal) => loadUser(id, signal), { id: 'profile', onDuplicate: 'replace' });
   * const first = show('ada').catch((error) => error.code);
   * console.log((await show('bob')).id, await first); // prints bob RACEGUARD_REPLACED
   * ```
   */
  track<R extends T>(task: PromiseLike<R> | Task<R>, options: TrackOptions<Id> = {}): Promise<R> {
    const { id } = options;
    const older = this.#byId.get(id as Id);
    const refusal = this.#refusal(task, options, older !== undefined);
    if (refusal !== undefined) {
      if (typeof task !== 'function') promiseTry(() => task).catch((reason: unknown) => this.#keep(reason));
      throw refusal;
    }
    if (older !== undefined && options.onDuplicate === 'join') return older.promise as Promise<R>;
    const tracked = new Tracked<Id, T>(task, id);
    this.#tasks.add(tracked);
    if (id !== undefined) this.#byId.set(id, tracked);
    older?.abort(new ReplacedError(id, `A newer task took the id ${show(id)} in ${labelOf(this)}.`));
    tracked.run(
      (failure) => this.#remove(tracked, failure),
      () => {
        this.#endings--;
        this.#drain();
      },
    );
    return tracked.promise as Promise<R>;
  }

  /**
   * Aborts the signal of the task with this id: with `reason`, or with an `AbortError` if there is none. The task is
   * still waited for until it has ended. Never throws.
   *
   * Returns whether this call aborted a task: `false` for an id that is unknown or has ended, for a task that was
   * aborted before, and for one that was tracked as a promise, which nothing can stop.
   *
   * @example
   * ```ts
   * import { TaskRegistry } from '@raceguard/runtime';
   *
   * const requests = new TaskRegistry<number>();
   * requests.track(
   *   async (signal) => {
   *     const answer = await ask('long', signal);
   *     signal.throwIfAborted(); // cancelled meanwhile, by something that took no signal
   *     reply(1, answer);
   *   },
   *   { id: 1 },
   * );
   * console.log(requests.cancel(1), requests.cancel(1), requests.cancel(2)); // prints true false false
   * console.log((await requests.idle()).length, replies.length); // prints 0 0
   * ```
   */
  cancel(id: Id, reason?: unknown): boolean {
    return this.#byId.get(id)?.abort(reason) ?? false;
  }

  /** Whether a task with this id runs. */
  has(id: Id): boolean {
    return this.#byId.has(id);
  }

  /** The promise of the running task with this id. */
  get(id: Id): Promise<T> | undefined {
    return this.#byId.get(id)?.promise;
  }

  /** The promises of the running tasks, in the order they were tracked. */
  *[Symbol.iterator](): IterableIterator<Promise<T>> {
    for (const { promise } of this.#tasks) yield promise;
  }

  /**
   * Waits until no task runs, and stays open. Tasks tracked meanwhile are waited for too, also one that is tracked by
   * the code that directly awaits the last task.
   *
   * Resolves to the reasons of all failures since they were last handed over, oldest first (the newest 1,000 are kept).
   * All who wait at the same time get the same array. If the wait itself rejects, the failures are kept for the next.
   *
   * @throws `signal.reason` when it aborts
   * @throws TimeoutError after `timeout` milliseconds; its message names the tasks that still run
   */
  idle(options?: WaitOptions): Promise<readonly unknown[]> {
    const result = this.#wait(options);
    this.#drain();
    return result;
  }

  /**
   * Closes, and waits like `idle`. `track` throws a `ClosedError` from now on with `late: 'reject'`, else as soon as no
   * task runs.
   *
   * Idempotent: every call waits for the one closing and gets its result, those without `signal` and `timeout` by the
   * same promise. `signal` and `timeout` end the wait of their own call; they stop neither the closing nor a task.
   *
   * @throws `signal.reason` and TimeoutError as {@link TaskRegistry.idle} does
   */
  close(options: CloseOptions = {}): Promise<readonly unknown[]> {
    if (options.late === 'reject') this.#refusing = true;
    this.#closed ??= this.#waiters.wait();
    const closed = this.#closed;
    const own = options.signal !== undefined || options.timeout !== undefined;
    const result = own ? this.#wait(options).then(() => closed) : closed;
    this.#drain();
    return result;
  }

  get [Symbol.toStringTag](): string {
    return 'TaskRegistry';
  }

  #refusal(task: unknown, { id, onDuplicate }: TrackOptions<Id>, taken: boolean): Error | undefined {
    if (this.#refusing)
      return new ClosedError(`${labelOf(this)} is closed and started nothing. Track before \`close\`.`);
    if (!taken || onDuplicate === 'replace') return undefined;
    if (onDuplicate !== 'join') {
      const remedy = "Choose onDuplicate 'join' or 'replace', or another id.";
      return new DuplicateIdError(id, `${labelOf(this)} still runs a task with the id ${show(id)}. ${remedy}`);
    }
    if (typeof task === 'function') return undefined;
    return new ArgumentError(`${labelOf(this)} cannot join: a promise has already begun. Pass a function that begins.`);
  }

  #remove(tracked: Tracked<Id, T>, failure: { reason: unknown } | undefined): void {
    const { id } = tracked;
    this.#tasks.delete(tracked);
    if (id !== undefined && this.#byId.get(id) === tracked) this.#byId.delete(id);
    if (failure !== undefined) this.#keep(failure.reason);
    this.#endings++;
  }

  #keep(reason: unknown): void {
    this.#failures.push(reason);
    if (this.#failures.length > FAILURES_KEPT) this.#failures.shift();
  }

  // An ending counts until those who await the task have gone on, for they may track the next one.
  #drain(): void {
    if (this.#tasks.size > 0 || this.#endings > 0) return;
    if (this.#closed !== undefined) this.#refusing = true;
    if (this.#waiters.empty) return;
    const failures = this.#failures;
    this.#failures = [];
    this.#waiters.resolveAll(failures);
  }

  #wait(options: WaitOptions | undefined): Promise<readonly unknown[]> {
    return this.#waiters.wait(options, (ms) => {
      const ids = Array.from(this.#tasks, ({ id }) => (id === undefined ? 'one without id' : show(id)));
      return stillRunning(labelOf(this), ids, ms);
    });
  }
}
