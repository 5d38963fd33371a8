import type { Lane } from './lane.ts';
import type { Run, Strategy } from './run.ts';

/** @internal Numbers in [0, 1) that a seed decides: mulberry32, by Tommy Ettinger. */
export function randomNumbers(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** @internal Any step, with equal chances: reaches orders with many switches. */
export class RandomSteps implements Strategy {
  readonly #random: () => number;

  constructor(random: () => number) {
    this.#random = random;
  }

  choose({ enabled }: Run): number {
    return Math.floor(this.#random() * enabled.length);
  }
}

/**
 * Random priorities of tasks, which change at a few random points. A bug that needs few steps in a certain order is
 * found with a probability that has a bound, unlike by a fair choice at every step.
 *
 * After Burckhardt, Kothari, Musuvathi and Nagarakatte, "A Randomized Scheduler with Probabilistic Guarantees of
 * Finding Bugs" (ASPLOS 2010).
 *
 * @internal
 */
export class RandomPriorities implements Strategy {
  readonly #random: () => number;
  readonly #priorities = new Map<number, number>();
  readonly #changes: number[];
  #lowest = 0;

  /**
   * @param length how many steps a schedule has, about
   * @param depth how many orderings of two steps the bug needs, counted as in the paper
   */
  constructor(random: () => number, length: number, depth: number) {
    this.#random = random;
    this.#changes = Array.from({ length: depth - 1 }, () => Math.floor(random() * length));
  }

  choose({ enabled, depth }: Run): number {
    let best = 0;
    let bestPriority = Number.NEGATIVE_INFINITY;
    for (let i = 0; i < enabled.length; i++) {
      const priority = this.#priority((enabled[i] as { lane: Lane }).lane.index);
      if (priority > bestPriority || (priority === bestPriority && this.#random() < 0.5)) {
        best = i;
        bestPriority = priority;
      }
    }
    const { lane } = enabled[best] as { lane: Lane };
    if (this.#changes.includes(depth)) this.#priorities.set(lane.index, --this.#lowest);
    return best;
  }

  #priority(lane: number): number {
    let priority = this.#priorities.get(lane);
    if (priority === undefined) {
      priority = this.#random();
      this.#priorities.set(lane, priority);
    }
    return priority;
  }
}
