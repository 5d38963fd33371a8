import { RaceguardError } from '../errors.ts';
import type { Failure } from './explore.ts';

/**
 * A program failed under some order of its steps. The message is the timeline of that order and how to run it again;
 * `cause` is what was thrown, where something was.
 *
 * @example
 * ```ts
 * import { exploring, RaceError } from '@raceguard/runtime/testing';
 *
 * const test = exploring(async (t) => {
 *   await t.task('A', () => Promise.reject(new Error('oh')));
 * });
 * await test().catch((error) => {
 *   if (error instanceof RaceError) console.log(error.failure.kind, error.code); // prints error RACEGUARD_RACE
 * });
 * ```
 */
export class RaceError extends RaceguardError {
  /** The schedule that fails, and how to run it again. */
  readonly failure: Failure;

  constructor(failure: Failure) {
    super('RACEGUARD_RACE', failure.text);
    this.failure = failure;
    this.cause = failure.error;
  }
}

Object.defineProperty(RaceError.prototype, 'name', { value: 'RaceError', configurable: true, writable: true });
