/** What went wrong, for `switch`: it also holds where `instanceof` does not, as between two copies of the package. */
export type RaceguardErrorCode =
  | 'RACEGUARD_ARGUMENT'
  | 'RACEGUARD_CLOSED'
  | 'RACEGUARD_DUPLICATE_ID'
  | 'RACEGUARD_REPLACED'
  | 'RACEGUARD_TIMEOUT';

/**
 * Base of every error this package makes. Its message names the thing, the hazard and the remedy.
 * An abort is not among them: a wait that is aborted rejects with its signal's own `reason`.
 */
export class RaceguardError extends Error {
  readonly code: RaceguardErrorCode;

  constructor(code: RaceguardErrorCode, message: string) {
    super(message);
    this.code = code;
  }
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
  [ArgumentError, 'ArgumentError'],
] as const) {
  Object.defineProperty(type.prototype, 'name', { value: name, configurable: true, writable: true });
}
