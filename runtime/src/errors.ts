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
 */
export class RaceguardError extends Error {
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

/** A wait took longer than its `timeout`. Its name is also what `AbortSignal.timeout()` gives its reason. */
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

/** Something was given to an object that takes no more; what was given has not been called. */
export class ClosedError extends RaceguardError {
  constructor(message: string) {
    super('RACEGUARD_CLOSED', message);
  }
}

/** The id belongs to a task that still runs; the new one has not been called. */
export class DuplicateIdError extends RaceguardError {
  readonly id: unknown;

  constructor(id: unknown, message: string) {
    super('RACEGUARD_DUPLICATE_ID', message);
    this.id = id;
  }
}

/** The abort reason of a task whose id a newer task took. `name` is `AbortError`, as for any other cancellation. */
export class ReplacedError extends RaceguardError {
  readonly id: unknown;

  constructor(id: unknown, message: string) {
    super('RACEGUARD_REPLACED', message);
    this.id = id;
  }
}

/** The reason of a cancel that was given none. `name` is `AbortError`; `cause` is the failure that led to it, if one did. */
export class CancelledError extends RaceguardError {
  constructor(message: string, options?: ErrorOptions) {
    super('RACEGUARD_CANCELLED', message, options);
  }
}

/** What went wrong in a `TaskGroup`: `errors` are all failures, the body's first, then in the order of `spawn`. */
export class TaskGroupError extends AggregateError {
  readonly code: RaceguardErrorCode = 'RACEGUARD_TASKS_FAILED';
  /** Why the group was cancelled from outside as well, if it was: the reason of its outer signal, or a `TimeoutError`. */
  readonly reason: unknown;

  constructor(errors: readonly unknown[], reason: unknown, message: string) {
    super(errors, message);
    this.reason = reason;
  }
}

/** The call itself is wrong, in whichever order things happen. */
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
