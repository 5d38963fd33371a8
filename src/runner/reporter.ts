/** What runs tell of themselves. */
import type { RunResult, Subject } from '../protocol/runner.ts';
import type { FromRunner } from './channel.ts';
import { Tally } from './tally.ts';

export interface Outlet {
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
    return new Tally((count) => this.#outlet.send({ event: 'progress', subject, ...count }));
  }

  step(subject: Subject, text: string): void {
    this.#outlet.send({ event: 'step', subject, text });
  }

  ended(subject: Subject, result: RunResult): void {
    this.#outlet.send({ event: 'ended', subject, result });
  }
}
