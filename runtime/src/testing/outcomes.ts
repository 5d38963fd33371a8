const MOST = 1000;

/** @internal Counts what a program returned. Keeps the first 1,000 different values. */
export class Outcomes {
  readonly counts = new Map<string, number>();

  add(outcome: unknown): void {
    const key = Outcomes.key(outcome);
    if (key === undefined) return;
    const count = this.counts.get(key);
    if (count !== undefined) this.counts.set(key, count + 1);
    else if (this.counts.size < MOST) this.counts.set(key, 1);
  }

  /** `undefined` for nothing, and for what JSON cannot tell. */
  static key(outcome: unknown): string | undefined {
    if (outcome === undefined) return undefined;
    try {
      return JSON.stringify(outcome);
    } catch {
      return undefined;
    }
  }
}
