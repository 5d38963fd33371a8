import { CLOCK, conflict } from './access.ts';
import { Ancestors } from './ancestors.ts';
import { CUT, preempts, type Run, type Strategy } from './run.ts';

/** A state of the program that some order of steps leads to, and what was tried from there. */
class Branch {
  readonly ids: number[] = [];
  readonly labels: string[] = [];
  /** Preemptions up to here, and whether each step would be one more. */
  spent = 0;
  readonly costs: boolean[] = [];
  /** The timer that is due next; -1 if there is none. */
  timer = -1;
  /** The step taken, by its place in `ids`, and what it touched. */
  chosen = 0;
  reads = 0;
  writes = 0;
  /** Ids of steps to try. */
  readonly wanted: number[] = [];
  /** Ids of steps that need no trying, for what they lead to was seen from an earlier branch; and what they touch. */
  readonly asleep: number[] = [];
  readonly asleepReads: number[] = [];
  readonly asleepWrites: number[] = [];

  reset(run: Run, spent: number): void {
    const { enabled } = run;
    const { length } = enabled;
    this.spent = spent;
    this.timer = -1;
    this.ids.length = this.labels.length = this.costs.length = length;
    for (let i = 0; i < length; i++) {
      const step = enabled[i] as (typeof enabled)[0];
      this.ids[i] = step.id;
      this.labels[i] = step.label;
      this.costs[i] = preempts(run, i);
      if (step.due >= 0) this.timer = step.id;
    }
    this.wanted.length = this.asleep.length = this.asleepReads.length = this.asleepWrites.length = 0;
  }

  sleeps(id: number): boolean {
    return this.asleep.includes(id);
  }

  sleep(id: number, reads: number, writes: number): void {
    this.asleep.push(id);
    this.asleepReads.push(reads);
    this.asleepWrites.push(writes);
  }

  get id(): number {
    return this.ids[this.chosen] as number;
  }
}

/** @internal */
export interface DepthFirstOptions {
  /** Leave out orders that end like one that is tried. Not together with `preemptions`: it could leave out the cheaper. */
  readonly reduce: boolean;
  readonly preemptions: number;
}

/**
 * Every order of steps, the last choices varied first, and each task let run as long as it can at first.
 *
 * With `reduce`: dynamic partial-order reduction with source sets and sleep sets, after Abdulla, Aronis, Jonsson and
 * Sagonas, "Optimal Dynamic Partial Order Reduction" (POPL 2014), algorithm 1. Of all orders that differ only in steps
 * that don't conflict, it takes one to its end. Its unit is the parked step instead of the process.
 *
 * Memory grows with the length of a schedule, not with their number.
 *
 * @internal
 */
export class DepthFirst implements Strategy {
  /** Whether a way was left out because it has too many preemptions. */
  bounded = false;
  readonly #reduce: boolean;
  readonly #preemptions: number;
  readonly #branches: Branch[] = [];
  readonly #ancestors = new Ancestors();
  /** Branches whose choice is set before the run begins; those below were seen by earlier runs. */
  #known = 0;

  constructor({ reduce, preemptions }: DepthFirstOptions) {
    this.#reduce = reduce;
    this.#preemptions = preemptions;
  }

  choose(run: Run): number {
    const { depth } = run;
    if (depth < this.#known) return this.#follow(run, this.#branches[depth] as Branch);
    let branch = this.#branches[depth];
    if (branch === undefined) {
      branch = new Branch();
      this.#branches.push(branch);
    }
    const before = depth === 0 ? undefined : (this.#branches[depth - 1] as Branch);
    branch.reset(run, before === undefined ? 0 : before.spent + Number(before.costs[before.chosen]));
    if (this.#reduce && before !== undefined) this.#keepAsleep(before, branch);
    const first = this.#first(branch);
    this.#known = first < 0 ? depth : depth + 1;
    if (first < 0) return CUT;
    branch.chosen = first;
    if (this.#reduce) branch.wanted.push(branch.id);
    else branch.wanted.push(...branch.ids);
    return first;
  }

  executed(run: Run, reads: number, writes: number): void {
    const at = run.depth - 1;
    const branch = this.#branches[at] as Branch;
    if (at < this.#known - 1 || !this.#reduce) return;
    branch.reads = reads;
    branch.writes = writes;
    // A new timer that is due sooner holds up the one that could have fired now, and hides that the two conflict.
    const { timer, wanted } = branch;
    if (timer >= 0 && conflict(reads, writes, 0, CLOCK) && !wanted.includes(timer)) wanted.push(timer);
    this.#findRaces(run, at);
  }

  /** Sets the choices of the next run. `false`: there is none left. */
  next(): boolean {
    while (this.#known > 0) {
      const branch = this.#branches[this.#known - 1] as Branch;
      if (branch.ids.length > 0 && !branch.sleeps(branch.id)) branch.sleep(branch.id, branch.reads, branch.writes);
      for (const id of branch.wanted) {
        if (branch.sleeps(id)) continue;
        const chosen = branch.ids.indexOf(id);
        if (branch.costs[chosen] && branch.spent >= this.#preemptions) {
          this.bounded = true;
          continue;
        }
        branch.chosen = chosen;
        return true;
      }
      this.#known--;
    }
    return false;
  }

  /** The same task again if it can, else the first that need not preempt. */
  #first({ ids, costs, asleep }: Branch): number {
    let preempting = CUT;
    for (let i = 0; i < ids.length; i++) {
      if (asleep.length > 0 && asleep.includes(ids[i] as number)) continue;
      if (!costs[i]) return i;
      if (preempting === CUT) preempting = i;
    }
    return preempting;
  }

  #follow(run: Run, branch: Branch): number {
    const { enabled, depth } = run;
    const { ids, labels, chosen } = branch;
    let same = enabled.length === ids.length;
    for (let i = 0; same && i < ids.length; i++) {
      same = enabled[i]?.id === ids[i] && enabled[i]?.label === labels[i];
    }
    if (same) return chosen;
    const now = enabled.map(({ label }) => label).join(', ') || 'none';
    run.diverge(
      `The same ${depth} choices led to other steps: ${labels.join(', ')} at first, ${now} now. The program depends on ` +
        'something that outlives a run or comes from outside: a module variable, Date, Math.random, I/O.',
    );
    return CUT;
  }

  #keepAsleep(before: Branch, branch: Branch): void {
    for (let i = 0; i < before.asleep.length; i++) {
      const id = before.asleep[i] as number;
      if (id === before.id) continue;
      const [reads, writes] = [before.asleepReads[i] as number, before.asleepWrites[i] as number];
      if (!conflict(reads, writes, before.reads, before.writes)) branch.sleep(id, reads, writes);
    }
  }

  /** Where this step conflicts with an earlier one, and nothing orders the two, the other order is wanted as well. */
  #findRaces(run: Run, at: number): void {
    const ancestors = this.#ancestors;
    const { reads, writes } = this.#branches[at] as Branch;
    ancestors.open(at);
    const step = run.last as NonNullable<typeof run.last>;
    if (step.parkedIn >= 0) ancestors.include(at, step.parkedIn);
    if (step.after >= 0) ancestors.include(at, step.after);
    if (step.joins) for (const { endedIn } of run.lanes) if (endedIn >= 0) ancestors.include(at, endedIn);
    for (let earlier = at - 1; earlier >= 0; earlier--) {
      if (ancestors.has(at, earlier)) continue;
      const other = this.#branches[earlier] as Branch;
      if (!conflict(other.reads, other.writes, reads, writes)) continue;
      this.#want(earlier, at);
      ancestors.include(at, earlier);
    }
  }

  /** Lets something run before event `earlier` that begins the way to `at` without it. */
  #want(earlier: number, at: number): void {
    const branch = this.#branches[earlier] as Branch;
    const between: number[] = [];
    let candidate = -1;
    for (let event = earlier + 1; event <= at; event++) {
      if (event < at && this.#ancestors.has(event, earlier)) continue;
      if (!between.some((one) => this.#ancestors.has(event, one))) {
        candidate = (this.#branches[event] as Branch).id;
        if (branch.wanted.includes(candidate)) return;
      }
      between.push(event);
    }
    if (branch.ids.includes(candidate)) branch.wanted.push(candidate);
    else for (const id of branch.ids) if (!branch.wanted.includes(id)) branch.wanted.push(id); // a timer not yet due
  }
}
