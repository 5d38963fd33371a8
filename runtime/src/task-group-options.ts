import type { NamedOptions } from './options.ts';

/** Called by `spawn`. The signal is the group's: it aborts when the group is cancelled or a task has failed. */
export type GroupTask<T> = (signal: AbortSignal) => T | PromiseLike<T>;

/** A task that still runs though its group was cancelled a while ago. */
export interface StuckTask {
  /** What `spawn` was told, else the name of the function, else `task 3`: the third that was spawned. */
  readonly name: string;
  /** Where it was spawned, while diagnostics are on. */
  readonly stack: string | undefined;
}

/**
 * How a group runs its tasks.
 *
 * @example
 * ```ts
 * import { TaskGroup } from '@raceguard/runtime';
 *
 * const group = new TaskGroup({ name: 'crawl', limit: 2, supervised: true, timeout: 60_000 });
 * let [inside, most] = [0, 0];
 * for (const page of ['a', 'b', 'broken', 'c']) {
 *   group.spawn(async () => {
 *     most = Math.max(most, ++inside);
 *     await sleep(1);
 *     inside--;
 *     if (page === 'broken') throw new Error(page);
 *   });
 * }
 * await group.close().catch((error) => console.log(error.errors.join())); // prints Error: broken
 * console.log(most); // prints 2
 * ```
 */
export interface TaskGroupOptions extends NamedOptions {
  /** Cancels the group when it aborts, up to the very end of the drain: `run` and `close` then reject with its reason. */
  readonly signal?: AbortSignal | undefined;
  /**
   * Milliseconds until the group is cancelled with a `TimeoutError`. If `signal` belongs to a group with an earlier
   * deadline, that one counts.
   */
  readonly timeout?: number | undefined;
  /** How many tasks run at a time; more wait in order for their turn. Runs of `every` do not count. */
  readonly limit?: number | undefined;
  /** A task that fails does not cancel the others; its error is still thrown at the end. A body that throws does. */
  readonly supervised?: boolean | undefined;
  /** Milliseconds that tasks get to end after the group was cancelled, until `onStuck` is called. 5,000 if left out. */
  readonly graceMs?: number | undefined;
  /** Told once which tasks have not ended by then. If it throws, that is a failure of the group. */
  readonly onStuck?: ((tasks: readonly StuckTask[]) => void) | undefined;
}

/** What `spawn` and `every` are told of a task. */
export interface SpawnOptions {
  /** What messages and `onStuck` call the task. */
  readonly name?: string | undefined;
  /** @internal Where it was spawned; diagnostics tell. */
  readonly stack?: string | undefined;
}
