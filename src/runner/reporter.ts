/** What runs tell of themselves: to the parent, at the pace at which it listens. */
import type { RunResult, Subject } from '../protocol/runner.ts';
import type { FromRunner } from './channel.ts';
import { Tally } from './tally.ts';

export interface Outlet {
  readonly isBehind: boolean;
  send(event: FromRunner): void;
}

export class Reporter {
  readonly #outlet: Outlet;

  constructor(outlet: Outlet) {
    this.#outlet = outlet;
  }

  began(subject: Subject): void {
    this.#outlet.send({ event: 'began', subject });
  }

  /** Of one exploration. */
  tally(subject: Subject): Tally {
    return new Tally(
      (count) => this.#outlet.send({ event: 'progress', subject, ...count }),
      () => !this.#outlet.isBehind,
    );
  }

  /** Dropped while the parent has not taken in what it was told before. */
  step(subject: Subject, text: string): void {
    if (!this.#outlet.isBehind) this.#outlet.send({ event: 'step', subject, text });
  }

  ended(subject: Subject, result: RunResult): void {
    this.#outlet.send({ event: 'ended', subject, result });
  }
}
