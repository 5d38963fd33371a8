import { CUT, preempts, type Run, type Strategy } from './run.ts';

/** @internal Takes exactly these choices, each the index of a step among those enabled. Then each task runs as long as it can. */
export class FollowChoices implements Strategy {
  readonly #choices: readonly number[];

  constructor(choices: readonly number[]) {
    this.#choices = choices;
  }

  choose(run: Run): number {
    const choice = this.#choices[run.depth] ?? goOn(run);
    if (choice < run.enabled.length) return choice;
    run.diverge(`Choice ${run.depth + 1} is ${choice}, but only ${run.enabled.length} step(s) can be chosen.`);
    return CUT;
  }
}

/** @internal Takes steps of these tasks, in this order, where it can; passes over those it can't. */
export class FollowTasks implements Strategy {
  readonly #left: number[];

  constructor(order: readonly number[]) {
    this.#left = [...order];
  }

  choose(run: Run): number {
    for (let i = 0; i < this.#left.length; i++) {
      const at = run.enabled.findIndex(({ lane }) => lane.index === this.#left[i]);
      if (at < 0) continue;
      this.#left.splice(i, 1);
      return at;
    }
    return goOn(run);
  }
}

/** @internal The step that no task is interrupted for. */
export function goOn(run: Run): number {
  const at = run.enabled.findIndex((_, i) => !preempts(run, i));
  return at < 0 ? 0 : at;
}
