/** Counts schedules as they end, and tells of them now and then: what is kept does not grow with their number. */
import type { Phase } from '../../runtime/src/testing/index.ts';

const EVERY_MS = 100;
/** Runs of equal marks in one message. Past it their order is given up for their numbers. */
const MOST_RUNS = 4096;

// Programs may replace the clock.
const clock = globalThis.performance;
const now = clock.now.bind(clock);

export interface Count {
  readonly schedules: number;
  readonly failing: number;
  readonly phase: Phase;
  readonly marks: string;
}

export class Tally {
  #schedules = 0;
  #failing = 0;
  #phase: Phase = 'few switches';
  #told = now();
  #marks: string[] = [];
  #last = '';
  #length = 0;
  #untold = { passed: 0, failed: 0 };
  readonly #tell: (count: Count) => void;

  constructor(tell: (count: Count) => void) {
    this.#tell = tell;
  }

  add(failed: boolean, phase: Phase): void {
    this.#schedules++;
    this.#phase = phase;
    if (failed) {
      this.#failing++;
      this.#untold.failed++;
    } else this.#untold.passed++;
    const mark = failed ? 'x' : '.';
    if (mark !== this.#last) this.#endRun(mark);
    this.#length++;
    if (now() - this.#told >= EVERY_MS) this.tell();
  }

  /** What has not been told yet; nothing if there is nothing. */
  tell(): void {
    if (this.#untold.passed + this.#untold.failed === 0) return;
    this.#endRun('');
    const { passed, failed } = this.#untold;
    const marks = this.#marks.length <= MOST_RUNS ? this.#marks.join('') : `${run(passed, '.')}${run(failed, 'x')}`;
    this.#tell({ schedules: this.#schedules, failing: this.#failing, phase: this.#phase, marks });
    this.#marks = [];
    this.#untold = { passed: 0, failed: 0 };
    this.#told = now();
  }

  #endRun(next: string): void {
    if (this.#length > 0 && this.#marks.length <= MOST_RUNS) this.#marks.push(run(this.#length, this.#last));
    this.#last = next;
    this.#length = 0;
  }
}

function run(length: number, mark: string): string {
  return length === 0 ? '' : `${length}${mark}`;
}
