import { RaceguardError } from '../errors.ts';
import type { Failure } from './explore.ts';

/** A program failed under some order of its steps. The message is the timeline of that order and how to run it again. */
export class RaceError extends RaceguardError {
  readonly failure: Failure;

  constructor(failure: Failure) {
    super('RACEGUARD_RACE', failure.text);
    this.failure = failure;
    this.cause = failure.error;
  }
}

Object.defineProperty(RaceError.prototype, 'name', { value: 'RaceError', configurable: true, writable: true });
