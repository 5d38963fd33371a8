/** What went wrong, for `switch`: it also holds where `instanceof` does not, as between two copies of the package. */
export type RaceguardErrorCode =
  | 'RACEGUARD_ARGUMENT'
  | 'RACEGUARD_CANCELLED'
  | 'RACEGUARD_CLOSED'
  | 'RACEGUARD_DUPLICATE_ID'
  | 'RACEGUARD_LOCK_FILE'
  | 'RACEGUARD_LOCK_LOST'
  | 'RACEGUARD_RACE'
  | 'RACEGUARD_REPLACED'
  | 'RACEGUARD_TASKS_FAILED'
  | 'RACEGUARD_TIMEOUT'
  | 'RACEGUARD_UNSUPPORTED';

/**
 * Base of every error this package makes. Its message names the thing, the hazard and the remedy.
 * An abort is not among them: a wait that is aborted rejects with its signal's own `reason`.
 *
 * @example
 * ```ts
 * import { Mutex, RaceguardError } from '@raceguard/runtime';
 *
 * const mutex = new Mutex({ name: 'db' });
 * await mutex.acquire();
 * try {
 *   await mutex.acquire({ timeout: 1 });
 * } catch (error) {
 *   if (!(error instanceof RaceguardError)) throw error;
 *   console.log(error.code, error.message.split(':')[0]); // prints RACEGUARD_TIMEOUT Mutex "db" was not free within 1 ms
 * }
 * ```
 */
export class RaceguardError extends Error {
  /** Which error it is, for `switch`. */
  readonly code: RaceguardErrorCode;

  constructor(code: RaceguardErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }

  /** A `TaskGroupError` is one of the family too, though its class is an AggregateError. */
  // biome-ignore-start lint/complexity/noThisInStatic: the subclasses inherit it and mean themselves
  static override [Symbol.hasInstance](value: unknown): boolean {
    return super[Symbol.hasInstance](value) || (this === RaceguardError && value instanceof TaskGroupError);
  }
  // biome-ignore-end lint/complexity/noThisInStatic: the subclasses inherit it and mean themselves
}

/**
 * A wait took longer than its `timeout`. Its name is also what `AbortSignal.timeout()` gives its reason.
 *
 * @example
 * ```ts
 * import { Lazy, TimeoutError } from '@raceguard/runtime';
 *
 * const client = new Lazy(() => connect());
 * const made = await client.get(undefined, { timeout: 1 }).catch((error) => {
 *   if (error instanceof TimeoutError) return `none in ${error.timeout} ms`;
 *   throw error;
 * });
 * console.log(made); // prints none in 1 ms
 * ```
 */
export class TimeoutError extends RaceguardError {
  /** The time the caller was ready to wait, in milliseconds. */
  readonly timeout: number;

  constructor(timeout: number, message: string) {
    super('RACEGUARD_TIMEOUT', message);
    this.timeout = timeout;
  }
}

/** @internal The error of a wait for tasks, which names them. */
export function stillRunning(owner: string, tasks: Iterable<string>, ms: number): TimeoutError {
  const names = [...tasks];
  const list = names.slice(0, 5).join(', ');
  const remedy = 'Cancel them or raise the timeout; a task that waits for its own end never ends.';
  return new TimeoutError(ms, `${owner} still ran ${names.length} task(s) after ${ms} ms: ${list}. ${remedy}`);
}

/**
 * Something was given to an object that takes no more; what was given has not been called.
 *
 * @example
 * ```ts
 * import { ClosedError, TaskGroup } from '@raceguard/runtime';
 *
 * const group = new TaskGroup();
 * await group.close();
 * try {
 *   group.spawn(() => console.log('never'));
 * } catch (error) {
 *   console.log(error instanceof ClosedError); // prints true
 * }
 * ```
 */
export class ClosedError extends RaceguardError {
  constructor(message: string) {
    super('RACEGUARD_CLOSED', message);
  }
}

/**
 * The id belongs to a task that still runs; the new one has not been called.
 *
 * @example
 * ```ts
 * import { DuplicateIdError, TaskRegistry } from '@raceguard/runtime';
 *
 * const jobs = new TaskRegistry<string>();
 * jobs.track(() => sleep(1), { id: 'nightly' });
 * try {
 *   jobs.track(() => sleep(1), { id: 'nightly' });
 * } catch (error) {
 *   if (error instanceof DuplicateIdError) console.log(error.id, 'runs already'); // prints nightly runs already
 * }
 * ```
 */
export class DuplicateIdError extends RaceguardError {
  /** The id that is taken. */
  readonly id: unknown;

  constructor(id: unknown, message: string) {
    super('RACEGUARD_DUPLICATE_ID', message);
    this.id = id;
  }
}

/**
 * The abort reason of a task whose id a newer task took. `name` is `AbortError`, as for any other cancellation. Who
 * awaits that task gets it, if the task ends with it.
 *
 * @example
 * ```ts
 * import { ReplacedError, TaskRegistry } from '@raceguard/runtime';
 *
 * const profile = new TaskRegistry<string, User>();
 * const show = (id: string) =>
 *   profile.track((signal) => loadUser(id, signal), { id: 'shown', onDuplicate: 'replace' });
 * const first = show('ada').catch((error) => error);
 * await show('bob');
 * console.log((await first) instanceof ReplacedError, (await first).name); // prints true AbortError
 * ```
 */
export class ReplacedError extends RaceguardError {
  /** The id that the newer task has. */
  readonly id: unknown;

  constructor(id: unknown, message: string) {
    super('RACEGUARD_REPLACED', message);
    this.id = id;
  }
}

/**
 * The reason of a cancel that was given none. `name` is `AbortError`; `cause` is the failure that led to it, if one
 * did.
 *
 * @example
 * ```ts
 * import { CancelledError, TaskGroup } from '@raceguard/runtime';
 *
 * const group = new TaskGroup({ name: 'sync' });
 * group.spawn(() => Promise.reject(new Error('offline')));
 * await group.close().catch(() => {});
 * const { reason } = group.signal;
 * console.log(reason instanceof CancelledError, reason.cause.message); // prints true offline
 * ```
 */
export class CancelledError extends RaceguardError {
  constructor(message: string, options?: ErrorOptions) {
    super('RACEGUARD_CANCELLED', message, options);
  }
}

/**
 * What went wrong in a `TaskGroup`: `errors` are all failures, the body's first, then in the order of `spawn`. An
 * `AggregateError`, and a {@link RaceguardError} to `instanceof`.
 *
 * @example
 * ```ts
 * import { TaskGroup, TaskGroupError } from '@raceguard/runtime';
 *
 * const group = new TaskGroup({ supervised: true });
 * for (const name of ['corrupt.png', 'a.png', 'corrupt.gif']) group.spawn((signal) => upload(name, signal));
 * await group.close().catch((error) => {
 *   if (error instanceof TaskGroupError) console.log(error.errors.length, error.reason); // prints 2 undefined
 * });
 * ```
 */
export class TaskGroupError extends AggregateError {
  /** Which error it is, for `switch`. */
  readonly code: RaceguardErrorCode = 'RACEGUARD_TASKS_FAILED';
  /** Why the group was cancelled from outside as well, if it was: the reason of its outer signal, or a `TimeoutError`. */
  readonly reason: unknown;

  constructor(errors: readonly unknown[], reason: unknown, message: string) {
    super(errors, message);
    this.reason = reason;
  }
}

/**
 * The call itself is wrong, in whichever order things happen. Its message says what to give instead.
 *
 * @example
 * ```ts
 * import { Semaphore } from '@raceguard/runtime';
 *
 * try {
 *   new Semaphore(0);
 * } catch (error) {
 *   console.log(String(error)); // prints ArgumentError: permits is 0; give a whole number, one or more.
 * }
 * ```
 */
export class ArgumentError extends RaceguardError {
  constructor(message: string) {
    super('RACEGUARD_ARGUMENT', message);
  }
}

// On the prototype, so that it is there when the engine writes the stack's first line, and survives minifiers.
for (const [type, name] of [
  [RaceguardError, 'RaceguardError'],
  [TimeoutError, 'TimeoutError'],
  [ClosedError, 'ClosedError'],
  [DuplicateIdError, 'DuplicateIdError'],
  [ReplacedError, 'AbortError'],
  [CancelledError, 'AbortError'],
  [TaskGroupError, 'TaskGroupError'],
  [ArgumentError, 'ArgumentError'],
] as const) {
  Object.defineProperty(type.prototype, 'name', { value: name, configurable: true, writable: true });
}
