import { conflict, type Footprint } from './access.ts';
import { messageOf } from './failure.ts';

/** @internal What has to hold after every step of a run. */
export class Invariants {
  readonly #all: { name: string; check: () => void; reads: number }[] = [];

  add(name: string, check: () => void, { reads, writes }: Footprint): void {
    this.#all.push({ name, check, reads: reads | writes });
  }

  /** Whether one of them looks at what is written here. */
  see(reads: number, writes: number): boolean {
    return this.#all.some((invariant) => conflict(invariant.reads, 0, reads, writes));
  }

  /** The first that does not hold. */
  broken(): { message: string; error: unknown } | undefined {
    for (const { name, check } of this.#all) {
      try {
        check();
      } catch (error) {
        return { message: name === '' ? messageOf(error) : `${name}: ${messageOf(error)}`, error };
      }
    }
    return undefined;
  }
}
