import { alike } from './failure.ts';
import { FollowTasks } from './follow.ts';
import type { Run, Strategy } from './run.ts';

const MOST_RUNS = 500;

/** @internal How often the schedule turns from one task to another. */
export function switches(order: readonly number[]): number {
  let count = 0;
  for (let i = 1; i < order.length; i++) if (order[i] !== order[i - 1]) count++;
  return count;
}

/**
 * A schedule that fails alike with the fewest switches that moving whole stretches of one task reaches; where as many
 * are left, the shorter one.
 *
 * @internal
 */
export async function shrink(failed: Run, execute: (strategy: Strategy) => Promise<Run>): Promise<Run> {
  let best = failed;
  let runs = 0;
  for (let better = true; better && runs < MOST_RUNS; ) {
    better = false;
    for (const order of simpler(upTo(best))) {
      if (++runs > MOST_RUNS) break;
      const run = await execute(new FollowTasks(order));
      if (!alike(run.fault, failed.fault) || !simplerThan(run, best)) continue;
      best = run;
      better = true;
      break;
    }
  }
  return best;
}

/** The order of tasks until the failure: what came later is of no interest. */
function upTo({ order, fault }: Run): number[] {
  return order.slice(0, fault?.step);
}

function simplerThan(a: Run, b: Run): boolean {
  const [one, other] = [upTo(a), upTo(b)];
  const fewer = switches(one) - switches(other);
  return fewer < 0 || (fewer === 0 && one.length < other.length);
}

/** The same order with one stretch of a task moved to another stretch of that task, or left out. */
function* simpler(order: readonly number[]): Generator<number[]> {
  const stretches: number[][] = [];
  for (const task of order) {
    const last = stretches.at(-1);
    if (last?.[0] === task) last.push(task);
    else stretches.push([task]);
  }
  for (let i = 0; i < stretches.length; i++) {
    const moved = stretches[i] as number[];
    const rest = stretches.filter((_, at) => at !== i);
    for (let to = 0; to < rest.length; to++) {
      if (rest[to]?.[0] === moved[0]) yield rest.flatMap((one, at) => (at === to ? [...one, ...moved] : one));
    }
    yield rest.flat();
  }
}
