/** Whether a process that died is started again, and after which pause. */
import type { Limits } from './options.ts';

export class Deaths {
  private readonly limits: Limits;
  private times: number[] = [];

  constructor(limits: Limits) {
    this.limits = limits;
  }

  /** Milliseconds to wait; undefined: it died too often. `now`: on any clock of milliseconds. */
  add(now: number): number | undefined {
    const { deaths, windowMs, pausesMs } = this.limits;
    this.times = [...this.times.filter((at) => now - at < windowMs), now];
    if (this.times.length >= deaths) return undefined;
    return pausesMs[Math.min(this.times.length, pausesMs.length) - 1] ?? 0;
  }

  get count(): number {
    return this.times.length;
  }

  forget(): void {
    this.times = [];
  }
}
