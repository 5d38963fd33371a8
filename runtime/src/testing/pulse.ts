import type { ExploreOptions, Phase } from './options.ts';
import type { Run } from './run.ts';

const EVERY_MS = 100;

// Taken when the module loads: programs and test runners replace the clock.
const clock = globalThis.performance;
const now = clock.now.bind(clock);

/** @internal Counts schedules, tells whoever wants to know, and ends the exploration when its signal aborts. */
export class Pulse {
  schedules = 0;
  failing = 0;
  #phase: Phase = 'few switches';
  #told = now();
  readonly #options: ExploreOptions;

  constructor(options: ExploreOptions) {
    this.#options = options;
  }

  beat(run: Run, phase: Phase): void {
    const { onSchedule, signal, onProgress } = this.#options;
    this.schedules++;
    const failed = run.fault !== undefined;
    if (failed) this.failing++;
    this.#phase = phase;
    if (onSchedule !== undefined) {
      const tasks = run.lanes.map(({ name }) => name);
      const { order, choices, outcome } = run;
      onSchedule({ n: this.schedules, phase, order, tasks, choices, failed, outcome });
    }
    if (signal?.aborted) throw signal.reason;
    if (onProgress !== undefined && now() - this.#told >= EVERY_MS) this.end();
  }

  end(): void {
    this.#told = now();
    const { schedules, failing } = this;
    this.#options.onProgress?.({ schedules, failing, phase: this.#phase });
  }
}
