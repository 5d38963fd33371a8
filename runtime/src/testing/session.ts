import { Resources } from './access.ts';
import { messageOf } from './failure.ts';
import type { ExploreOptions } from './options.ts';
import { Recording } from './recording.ts';
import { watchRejections } from './rejections.ts';
import { Run, type RunLimits, type Strategy } from './run.ts';
import { virtualTimers } from './timers.ts';
import { RunTrial, type Trial } from './trial.ts';
import { Turns } from './turns.ts';

/** @internal Executes one program again and again, and lends it the realm's timers and rejections meanwhile. */
export class Session {
  readonly #program: (t: Trial) => unknown;
  readonly #turns = new Turns();
  readonly #resources = new Resources();
  readonly #limits: RunLimits;
  readonly #restore: (() => void)[] = [];
  #current: Run | undefined;

  constructor(program: (t: Trial) => unknown, options: ExploreOptions) {
    this.#program = program;
    const { maxSteps = 1000, allowLeaks = false } = options;
    this.#limits = { maxSteps, allowLeaks, patience: { left: 3 } };
    if (options.timers === 'virtual') this.#restore.push(virtualTimers(() => this.#current));
    this.#restore.push(
      watchRejections((reason) =>
        this.#current?.fail('rejection', `Nobody handles a rejected promise: ${messageOf(reason)}`, reason),
      ),
    );
  }

  async execute(strategy: Strategy, recording?: Recording): Promise<Run> {
    const run = new Run(strategy, this.#turns, this.#limits, recording);
    this.#current = run;
    await run.execute(() => this.#program(new RunTrial(run, this.#resources)));
    recording?.watched.close();
    return run;
  }

  async record(strategy: Strategy): Promise<{ run: Run; recording: Recording }> {
    const recording = new Recording(() => this.#current?.here().name ?? '');
    return { run: await this.execute(strategy, recording), recording };
  }

  close(): void {
    this.#current = undefined;
    this.#turns.close();
    for (const restore of this.#restore.reverse()) restore();
  }
}
