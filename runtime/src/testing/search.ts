import { DepthFirst } from './depth-first.ts';
import type { ExploreOptions, Phase } from './options.ts';
import { RandomPriorities, RandomSteps, randomNumbers } from './random.ts';
import type { Run, Strategy } from './run.ts';

/** Schedules with at most so many preemptions come first: they find most bugs, and are the easiest to read. */
const FEW = [0, 1, 2];
/** How much of the budget each of these may take. */
const SHARE = 0.1;
const MOST = 2000;

/** @internal Runs a schedule and tells whether to go on. */
export type Try = (strategy: Strategy, phase: Phase) => Promise<{ run: Run; goOn: boolean }>;

/** @internal Tries schedules in an order that finds simple failures first. Returns whether every order was tried. */
export async function search(options: ExploreOptions, attempt: Try): Promise<boolean> {
  const {
    schedules = 50_000,
    random = 1000,
    reduction = true,
    preemptions = Number.POSITIVE_INFINITY,
    seed = 1,
  } = options;
  let left = schedules;
  let longest = 1;

  /** All schedules of a tree; `undefined`: there was no need to, or no budget. */
  const walk = async (tree: DepthFirst, phase: Phase, most: number): Promise<'all' | 'some' | 'stop'> => {
    for (let tried = 0; tried < most; ) {
      const { run, goOn } = await attempt(tree, phase);
      longest = Math.max(longest, run.depth);
      if (!run.cut) {
        tried++;
        left--;
      }
      if (!goOn) return 'stop';
      if (!tree.next()) return tree.bounded ? 'some' : 'all';
    }
    return 'some';
  };

  for (const few of FEW) {
    if (few > preemptions) break;
    const tree = new DepthFirst({ reduce: false, preemptions: few });
    const walked = await walk(tree, 'few switches', Math.min(left, Math.max(1, Math.floor(schedules * SHARE)), MOST));
    if (walked !== 'some') return walked === 'all';
  }
  const everything = new DepthFirst({ reduce: reduction && preemptions === Number.POSITIVE_INFINITY, preemptions });
  if (left > 0) {
    const walked = await walk(everything, 'every order', left);
    if (walked !== 'some') return walked === 'all';
  }
  if (preemptions !== Number.POSITIVE_INFINITY) return false;
  const numbers = randomNumbers(seed);
  for (let n = 0; n < random; n++) {
    // In turn: for bugs of depth 2 to 5, and for those that need more.
    const strategy = n % 5 === 4 ? new RandomSteps(numbers) : new RandomPriorities(numbers, longest, 2 + (n % 5));
    const { run, goOn } = await attempt(strategy, 'random');
    longest = Math.max(longest, run.depth);
    if (!goOn) break;
  }
  return false;
}
