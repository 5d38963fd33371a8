import { ArgumentError, CancelledError, ClosedError, stillRunning, TaskGroupError, TimeoutError } from './errors.ts';
import { checkCount, checkWait, labelOf, show, type WaitOptions } from './options.ts';
import { isOwnAbort } from './own-abort.ts';
import { promiseTry } from './promise-try.ts';
import type { GroupTask, SpawnOptions, StuckTask, TaskGroupOptions } from './task-group-options.ts';
import { LONGEST_TIMER, WaitList } from './wait-list.ts';

const asyncDispose: typeof Symbol.asyncDispose = Symbol.asyncDispose ?? Symbol.for('Symbol.asyncDispose');
const FAILURES_KEPT = 1000;
/** Of the signals of groups, so that a deadline is known to groups inside. */
const deadlines = new WeakMap<AbortSignal, number>();

/** `open` takes tasks; `draining` waits for the last; `cancelled` does so with its signal aborted; `closed` is over. */
export type TaskGroupState = 'open' | 'draining' | 'cancelled' | 'closed';

/**
 * The owner of tasks that run at the same time and end together: nothing that it started outlives it.
 *
 * - The first failure aborts `signal`, which every task is given; the group waits for all of them and then throws a
 *   `TaskGroupError`, an `AggregateError` of all failures: the body's first, then in the order of `spawn`.
 * - A task that ends with the group's own abort reason (that very object, or an AbortError that it caused) has not
 *   failed. An abort from elsewhere is a failure like any other.
 * - It belongs to no task: any may `spawn`, `close` or `cancel`.
 * - The promises of `spawn`, `close` and `cancel` are never unhandled. `run` throws to its caller.
 * - Once closed, it has left no listener and no timer behind.
 *
 * @remarks It cannot stop a task that does not look at its signal: it waits for it. A task that awaits `close` or
 * `cancel` of its own group waits for its own end: for ever, or for `timeout`. Of more than 1,000 failures the newest
 * are kept.
 *
 * @see the nurseries of Trio, after N. J. Smith, "Notes on structured concurrency" (2018); unlike there no task has to
 * be the one that leaves it
 *
 * @example
 * ```ts
 * import { TaskGroup } from '@raceguard/runtime';
 *
 * const group = new TaskGroup({ name: 'report', timeout: 10_000 });
 * const names = await group.run(() =>
 *   Promise.all(['ada', 'bob'].map((id) => group.spawn(async (signal) => (await loadUser(id, signal)).id))),
 * );
 * console.log(names.join(), group.state); // prints ada,bob closed
 * ```
 */
export class TaskGroup {
  /** What error messages call it. */
  readonly name: string | undefined;
  readonly #options: TaskGroupOptions;
  readonly #controller = new AbortController();
  readonly #children = new Set<Child>();
  readonly #queue = new WaitList<void>();
  readonly #waiters = new WaitList<void>();
  readonly #wakeUps = new Set<() => void>();
  readonly #closed = this.#waiters.wait();
  #state: TaskGroupState = 'open';
  #free: number;
  #spawned = 0;
  #entered = false;
  #refusing = false;
  #failures: { order: number; error: unknown }[] = [];
  #outer: { reason: unknown } | undefined;
  #deadline: number;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #grace: ReturnType<typeof setTimeout> | undefined;

  /** @throws ArgumentError on a `timeout` that is no time, and a `limit` that is no whole number, one or more */
  constructor(options: TaskGroupOptions = {}) {
    const { name, signal, timeout, limit = Number.POSITIVE_INFINITY } = options;
    checkWait({ timeout });
    checkCount('limit', limit);
    this.name = name;
    this.#options = options;
    this.#free = limit;
    this.#closed.catch(() => {}); // one promise for all: those who only cancel need not look at it
    this.#deadline = (signal && deadlines.get(signal)) ?? Number.POSITIVE_INFINITY;
    const own = timeout === undefined ? Number.POSITIVE_INFINITY : performance.now() + timeout;
    if (own < this.#deadline) {
      this.#deadline = own;
      this.#startDeadline(timeout as number);
    }
    if (this.#deadline < Number.POSITIVE_INFINITY) deadlines.set(this.signal, this.#deadline);
    if (signal?.aborted) this.#abort(signal.reason, true);
    else signal?.addEventListener('abort', this);
  }

  /** How far it is. It goes forward only. */
  get state(): TaskGroupState {
    return this.#state;
  }

  /** Aborts when the group is cancelled, for whatever cause. Every task is given it. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** How many tasks have not ended, those that wait for their turn and the body included. */
  get size(): number {
    return this.#children.size;
  }

  /** When it is cancelled, on the clock of `performance.now()`; `Infinity` for never. */
  get deadline(): number {
    return this.#deadline;
  }

  /**
   * Calls `body` now, waits for it and then for all tasks, and returns what `body` returned. Tasks that still run may
   * spawn more until the last has ended; intervals of `every` end when `body` has.
   *
   * A group is entered once. `body` is not called in a group that is already cancelled. Only the first two of these
   * errors are thrown at once; with the others the promise rejects when all have ended.
   *
   * @throws ArgumentError on the second call
   * @throws ClosedError on a group that is closed
   * @throws TaskGroupError if the body or any task failed
   * @throws `signal.reason` of an outer `signal` that cancelled the group, even during the drain and even if no task
   * minded
   * @throws TimeoutError if its own `timeout` did
   * @throws the reason of `cancel`, if `body` ended by it and so has no value
   */
  run<T>(body: (group: this) => T | PromiseLike<T>): Promise<T> {
    if (this.#entered) {
      throw new ArgumentError(`${labelOf(this)} was entered before. Make a new TaskGroup for each entry.`);
    }
    if (this.#refusing && !this.signal.aborted) throw this.#refusal();
    this.#entered = true;
    return this.#enter(body);
  }

  /**
   * Starts a task and returns a promise of its result. Calls `task` now, or when its turn has come if the group has a
   * `limit`; if the group is cancelled before that, it is never called.
   *
   * The promise rejects as the task does. Nobody has to look at it: the group hands the failure over at its end.
   *
   * @throws ClosedError after `close`; nothing was called
   * @throws the group's abort reason once it is cancelled; nothing was called
   * @throws ArgumentError if `task` is no function
   */
  spawn<T>(task: GroupTask<T>, options?: SpawnOptions): Promise<T> {
    const child = this.#admit(task, options);
    if (this.#free <= 0) {
      return this.#track(
        child,
        this.#queue.wait().then(() => {
          child.slot = true;
          this.signal.throwIfAborted();
          return task(this.signal);
        }),
      );
    }
    this.#free--;
    child.slot = true;
    return this.#track(
      child,
      promiseTry(() => task(this.signal)),
    );
  }

  /**
   * Calls `task` every `ms` milliseconds, the first time after `ms`, until the group is left. A run that takes longer
   * than `ms` skips the times it missed: no two overlap.
   *
   * A run that fails is a failure of the group; if that is `supervised`, the next ones follow all the same.
   *
   * @throws ArgumentError on an interval that is not over zero, or over 2^31-1
   * @throws ClosedError and the rest as {@link TaskGroup.spawn} does
   *
   * @example
   * ```ts
   * import { TaskGroup } from '@raceguard/runtime';
   *
   * const group = new TaskGroup({ name: 'heartbeat' });
   * let beats = 0;
   * group.every(1, () => void beats++);
   * await sleep(20);
   * await group.close(); // the run under way has ended, and none follows
   * const before = beats;
   * await sleep(5);
   * console.log(before > 0, beats === before); // prints true true
   * ```
   */
  every(ms: number, task: GroupTask<unknown>, options?: SpawnOptions): Promise<void> {
    if (!(ms > 0 && ms <= LONGEST_TIMER)) {
      throw new ArgumentError(`The interval is ${show(ms)}; give milliseconds, more than zero.`);
    }
    const child = this.#admit(task, options);
    const loop = async () => {
      for (let due = performance.now() + ms; ; due += ms * Math.max(1, Math.ceil((performance.now() - due) / ms))) {
        await this.#pause(due - performance.now());
        if (this.#state !== 'open') return;
        try {
          await task(this.signal);
        } catch (error) {
          if (!this.#options.supervised || isOwnAbort(error, this.signal)) throw error;
          this.#keep(child.order, error);
        }
      }
    };
    return this.#track(child, loop());
  }

  /**
   * For cleaning up after a cancel: calls `fn` now with a fresh signal, which no cancel of the group aborts, but which
   * aborts with a `TimeoutError` after `ms` milliseconds. `fn` is not stopped otherwise; await this in the task that
   * cleans up.
   *
   * @throws what `fn` throws
   * @throws ArgumentError if `ms` is no time
   *
   * @example
   * ```ts
   * import { TaskGroup } from '@raceguard/runtime';
   *
   * const group = new TaskGroup();
   * group.spawn(async (signal) => {
   *   const client = await connect();
   *   try {
   *     await sleep(20);
   *     signal.throwIfAborted();
   *   } finally {
   *     await group.shield(1000, () => client.close());
   *   }
   * });
   * await group.cancel();
   * console.log(connections); // prints 0
   * ```
   */
  async shield<T>(ms: number, fn: GroupTask<T>): Promise<T> {
    checkWait({ timeout: ms });
    const controller = new AbortController();
    const late = () => new TimeoutError(ms, `A shield in ${labelOf(this)} ended after ${ms} ms. Clean up sooner.`);
    const timer = ms <= LONGEST_TIMER ? setTimeout(() => controller.abort(late()), ms) : undefined;
    try {
      return await fn(controller.signal);
    } finally {
      clearTimeout(timer);
    }
  }

  /**
   * Takes no more tasks and waits for those that run; intervals end. Any task may call it.
   *
   * Idempotent: every `close` and `cancel` returns the same promise, but for one with `signal` or `timeout`
   * (milliseconds), which end the wait of their own call alone.
   *
   * @throws TaskGroupError and the rest as {@link TaskGroup.run} does, when all have ended
   * @throws TimeoutError or `signal.reason`, by the options of this call
   */
  close(options?: WaitOptions): Promise<void> {
    this.#refusing = true;
    this.#drain();
    return this.#wait(options);
  }

  /**
   * Aborts `signal`, with a {@link CancelledError} if there is no `reason`, and waits as {@link TaskGroup.close} does,
   * whose promise it shares. That is no failure. Any task may call it, any number of times; the first reason counts.
   *
   * @throws TaskGroupError and the rest as {@link TaskGroup.close} does
   */
  cancel(reason?: unknown, options?: WaitOptions): Promise<void> {
    this.#abort(reason === undefined ? new CancelledError(`${labelOf(this)} was cancelled.`) : reason);
    return this.#wait(options);
  }

  /**
   * Leaves the group as the end of `run`'s body does. `await using` cannot tell it that its scope threw: the tasks are
   * then waited for, not aborted. If they should be, use `run`.
   */
  [asyncDispose](): Promise<void> {
    this.#drain();
    return this.#closed;
  }

  get [Symbol.toStringTag](): string {
    return 'TaskGroup';
  }

  /** @internal The group is itself the listener on its outer signal. */
  handleEvent(): void {
    this.#abort(this.#options.signal?.reason, true);
  }

  async #enter<T>(body: (group: this) => T | PromiseLike<T>): Promise<T> {
    let result: { value: T } | undefined;
    if (!this.signal.aborted) {
      const child = this.#add({ name: 'its body', order: 0, slot: false, stack: undefined });
      try {
        result = { value: await body(this) };
        this.#drain();
        this.#end(child);
      } catch (error) {
        this.#fail(child, error, true);
      }
    }
    await this.#closed;
    if (result === undefined) throw this.signal.reason;
    return result.value;
  }

  #admit(task: unknown, options: SpawnOptions | undefined): Child {
    if (this.signal.aborted) throw this.signal.reason;
    if (this.#refusing) throw this.#refusal();
    if (typeof task !== 'function') throw new ArgumentError(`${labelOf(this)} was given no function to start.`);
    const order = ++this.#spawned;
    const { name = task.name || `task ${order}`, stack } = options ?? {};
    return this.#add({ name, order, slot: false, stack });
  }

  #refusal(): Error {
    return new ClosedError(`${labelOf(this)} is closed and started nothing. Spawn before \`close\`.`);
  }

  #add(child: Child): Child {
    if (this.#children.size === 0) (this.#timer as Keeping)?.ref?.();
    this.#children.add(child);
    return child;
  }

  #track<T>(child: Child, running: Promise<T>): Promise<T> {
    const promise = running.then(
      (value) => {
        this.#end(child);
        return value;
      },
      (error: unknown) => {
        this.#fail(child, error, !this.#options.supervised);
        throw error;
      },
    );
    promise.catch(() => {}); // the group hands the error over
    return promise;
  }

  #fail(child: Child, error: unknown, cancels: boolean): void {
    if (!isOwnAbort(error, this.signal)) {
      this.#keep(child.order, error);
      if (cancels) {
        this.#abort(new CancelledError(`${labelOf(this)} was cancelled: ${child.name} failed.`, { cause: error }));
      }
    }
    this.#end(child);
  }

  #keep(order: number, error: unknown): void {
    this.#failures.push({ order, error });
    if (this.#failures.length > FAILURES_KEPT) this.#failures.shift();
  }

  #end(child: Child): void {
    this.#children.delete(child);
    if (child.slot) {
      if (this.#queue.empty) this.#free++;
      else this.#queue.resolveFirst();
    }
    this.#settle();
  }

  #drain(): void {
    if (this.#state === 'open') this.#state = 'draining';
    this.#wake();
    this.#settle();
  }

  #abort(reason: unknown, outer = false): void {
    if (this.#state === 'closed') return;
    if (outer) this.#outer ??= { reason };
    if (this.signal.aborted) return;
    this.#state = 'cancelled';
    const { onStuck, graceMs = 5000 } = this.#options;
    if (onStuck !== undefined) this.#grace = setTimeout(() => this.#tellStuck(onStuck), graceMs);
    this.#controller.abort(reason);
    this.#queue.rejectAll(reason);
    this.#wake();
    this.#settle();
  }

  #settle(): void {
    if (this.#children.size > 0) return;
    (this.#timer as Keeping)?.unref?.(); // idle: no deadline keeps the process alive
    if (this.#state === 'open') return;
    if (this.#state !== 'closed') this.#finish();
    this.#waiters.resolveAll();
  }

  #finish(): void {
    this.#state = 'closed';
    this.#refusing = true;
    clearTimeout(this.#timer);
    clearTimeout(this.#grace);
    this.#options.signal?.removeEventListener('abort', this);
    if (this.#failures.length > 0) {
      // Who awaits a task that fails does so with the same error: one failure.
      const errors = this.#failures
        .sort((a, b) => a.order - b.order)
        .map(({ error }) => error)
        .filter((error, index, all) => Object(error) !== error || all.indexOf(error) === index);
      const message = `${errors.length} failed in ${labelOf(this)}, the first with: ${show(errors[0])}`;
      this.#waiters.rejectAll(new TaskGroupError(errors, this.#outer?.reason, message));
    } else if (this.#outer !== undefined) {
      this.#waiters.rejectAll(this.#outer.reason);
    }
  }

  #wait(options: WaitOptions | undefined): Promise<void> {
    if (options?.signal === undefined && options?.timeout === undefined) return this.#closed;
    const waiting = this.#waiters.wait(options, (ms) => {
      return stillRunning(
        labelOf(this),
        Array.from(this.#children, ({ name }) => name),
        ms,
      );
    });
    this.#settle();
    return waiting.then(() => this.#closed);
  }

  #startDeadline(ms: number): void {
    if (ms > LONGEST_TIMER) return;
    const late = () => new TimeoutError(ms, `${labelOf(this)} had not ended after ${ms} ms and was cancelled.`);
    this.#timer = setTimeout(() => this.#abort(late(), true), ms);
    this.#settle();
  }

  #tellStuck(onStuck: (tasks: readonly StuckTask[]) => void): void {
    try {
      onStuck(Array.from(this.#children, ({ name, stack }) => ({ name, stack })));
    } catch (error) {
      this.#keep(Number.POSITIVE_INFINITY, error);
    }
  }

  /** Ends early when the group is left. */
  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const wake = () => {
        clearTimeout(timer);
        this.#wakeUps.delete(wake);
        resolve();
      };
      const timer = setTimeout(wake, Math.max(ms, 0));
      this.#wakeUps.add(wake);
      if (this.#state !== 'open') wake();
    });
  }

  #wake(): void {
    for (const wake of this.#wakeUps) wake();
  }
}

interface Child {
  readonly name: string;
  /** The body is 0, tasks count from 1. */
  readonly order: number;
  readonly stack: string | undefined;
  /** Whether it takes one of the places that `limit` gives. */
  slot: boolean;
}

/** A timer of Node, Bun or a browser. */
type Keeping = { ref?(): void; unref?(): void } | undefined;
