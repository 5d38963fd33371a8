import { ArgumentError } from './errors.ts';

/**
 * How long a caller is ready to wait. The same two words everywhere.
 *
 * Whichever way a wait ends, no listener stays on the signal and no timer keeps the process alive. Something that was
 * got, but whose caller aborted before it went on, is given back.
 *
 * @example
 * ```ts
 * import { Mutex, TimeoutError } from '@raceguard/runtime';
 *
 * const mutex = new Mutex({ name: 'db' });
 * using _held = await mutex.acquire();
 * const controller = new AbortController();
 * const waits = [mutex.acquire({ timeout: 1 }), mutex.acquire({ signal: controller.signal })];
 * controller.abort(new Error('the user left'));
 * const [late, aborted] = await Promise.allSettled(waits);
 * console.log(late?.status === 'rejected' && late.reason instanceof TimeoutError); // prints true
 * console.log(aborted?.status === 'rejected' && aborted.reason.message); // prints the user left
 * ```
 */
export interface WaitOptions {
  /** Ends the wait when it aborts: the wait rejects with `signal.reason`. An aborted signal rejects every wait. */
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds until the wait rejects with a `TimeoutError`. None, `Infinity` or over 2^31-1: no limit. */
  readonly timeout?: number | undefined;
}

/** What every constructor takes. */
export interface NamedOptions {
  /** Used in error messages only. */
  readonly name?: string | undefined;
}

/** @internal Throws what a wait with these options has to reject with before it begins. */
export function checkWait({ signal, timeout }: WaitOptions): void {
  if (timeout !== undefined && !(timeout >= 0)) {
    throw new ArgumentError(`timeout is ${show(timeout)}; give milliseconds, zero or more.`);
  }
  if (signal?.aborted) throw signal.reason;
}

/** @internal Throws unless `count` is a whole number, one or more. `Infinity` is one. */
export function checkCount(what: string, count: number): void {
  if (count >= 1 && (count === Number.POSITIVE_INFINITY || Number.isInteger(count))) return;
  throw new ArgumentError(`${what} is ${show(count)}; give a whole number, one or more.`);
}

/** @internal `Mutex "db"`, or `Mutex` where nobody named it. */
export function label(type: string, name: string | undefined): string {
  return name === undefined ? type : `${type} ${show(name)}`;
}

/** @internal Anything that errors speak of. */
export interface Labelled {
  readonly name: string | undefined;
  readonly [Symbol.toStringTag]: string;
}

/** @internal What an error calls one of our objects. */
export function labelOf(thing: Labelled): string {
  return label(thing[Symbol.toStringTag], thing.name);
}

/** @internal An id or key as a message shows it. Never throws, whatever the value. */
export function show(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (value instanceof Error) return value.message;
  return typeof value === 'object' && value !== null ? 'an object' : String(value);
}
