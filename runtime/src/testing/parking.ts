import type { Lane, Step } from './lane.ts';

/** @internal The steps of a run that wait to be chosen. */
export class Parking {
  /** In the order they were parked, but for those that wait for the end of all other tasks: see `admit`. */
  readonly steps: Step[] = [];
  /** How many tasks have not ended, the program itself not counted. */
  alive = 0;
  #joins: Step[] = [];
  #timers = 0;

  add(step: Step): void {
    step.lane.parked++;
    if (step.due >= 0) this.#timers++;
    if (step.joins) this.#joins.push(step);
    else this.steps.push(step);
  }

  /** Returns whether it was there. */
  remove(step: Step): boolean {
    const at = this.steps.indexOf(step);
    if (at < 0) return false;
    this.steps.splice(at, 1);
    step.lane.parked--;
    if (step.due >= 0) this.#timers--;
    return true;
  }

  /** Those that can be chosen now. Timers fire in the order they are due, so of them only the first. */
  enabled(): Step[] {
    if (this.#joins.length > 0 && this.alive <= 1) this.#admit();
    if (this.#timers === 0) return this.steps;
    let first: Step | undefined;
    for (const step of this.steps) {
      if (step.due >= 0 && (first === undefined || step.due < first.due)) first = step;
    }
    return this.steps.filter((step) => step.due < 0 || step === first);
  }

  get onlyTimers(): boolean {
    return this.#timers === this.steps.length;
  }

  /** What a task that has not ended waits for. */
  whereabouts(lane: Lane): string {
    if (this.#joins.some((step) => step.lane === lane)) return `${lane.name} waits for the other tasks`;
    const step = this.steps.find((one) => one.lane === lane);
    if (step !== undefined) return `${lane.name} is parked at ${step.label}`;
    return lane.lastLabel === '' ? `${lane.name} waits` : `${lane.name} waits for something after ${lane.lastLabel}`;
  }

  #admit(): void {
    this.#joins = this.#joins.filter((step) => {
      const own = step.lane.index > 0 && !step.lane.ended ? 1 : 0;
      if (this.alive > own) return true;
      this.steps.push(step);
      return false;
    });
  }
}
