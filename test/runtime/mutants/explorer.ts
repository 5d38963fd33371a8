import type { Mutant } from './mutants.ts';

/** What the explorer's own tests must notice. */
export const EXPLORER_MUTANTS: readonly Mutant[] = [
  {
    invariant: 'the next step is chosen when every promise job has run, not after some',
    file: 'testing/turns.ts',
    from: 'if (setImmediate !== undefined) setImmediate(this.#fire);',
    to: 'if (n > 0) Promise.resolve().then(() => {}).then(() => {}).then(this.#fire);',
    tests: ['testing/schedules'],
  },
  {
    invariant: 'of two steps that conflict, both orders are tried',
    file: 'testing/depth-first.ts',
    from: 'this.#want(earlier, at);',
    to: '',
    tests: ['testing/reduction'],
  },
  {
    invariant: 'a step sleeps until something conflicts with it, no longer',
    file: 'testing/depth-first.ts',
    from: 'if (!conflict(reads, writes, before.reads, before.writes)) branch.sleep(id, reads, writes);',
    to: 'branch.sleep(id, reads, writes);',
    tests: ['testing/reduction'],
  },
  {
    invariant: 'a timer can fire before a sooner one is set',
    file: 'testing/depth-first.ts',
    from: 'if (timer >= 0 && conflict(reads, writes, 0, CLOCK) && !wanted.includes(timer)) wanted.push(timer);',
    to: '',
    tests: ['testing/reduction'],
  },
  {
    invariant: 'a step also touches what those touch whom it wakes',
    file: 'testing/run.ts',
    from: 'reads |= lane.reads;\n      writes |= lane.writes;',
    to: '',
    tests: ['testing/reduction'],
  },
  {
    invariant: 'steps that an invariant can see are tried in every order',
    file: 'testing/run.ts',
    from: 'writes |= VISIBLE;',
    to: 'writes |= 0;',
    tests: ['testing/reduction'],
  },
  {
    invariant: 'steps with many preemptions are left for later, not for ever',
    file: 'testing/depth-first.ts',
    from: 'this.bounded = true;',
    to: '',
    tests: ['testing/schedules'],
  },
  {
    invariant: 'timers fire in the order they are due',
    file: 'testing/parking.ts',
    from: 'step.due < first.due',
    to: 'step.due > first.due',
    tests: ['testing/trial'],
  },
  {
    invariant: 'a run that leads elsewhere with the same choices is noticed',
    file: 'testing/depth-first.ts',
    from: 'if (same) return chosen;',
    to: 'if (same || chosen < enabled.length) return chosen;',
    tests: ['testing/explore'],
  },
  {
    invariant: 'a replay string runs only the program it was made with',
    file: 'testing/explore.ts',
    from: ' && fingerprint(labels) !== asked.fingerprint',
    to: ' && false',
    tests: ['testing/explore'],
  },
  {
    invariant: 'the failure told has the fewest switches',
    file: 'testing/shrink.ts',
    from: 'return fewer < 0 || (fewer === 0 && one.length < other.length);',
    to: 'return false;',
    tests: ['testing/explore'],
  },
  {
    invariant: 'nothing is kept of a schedule that was streamed',
    file: 'testing/outcomes.ts',
    from: 'this.counts.size < MOST',
    to: 'this.counts.size >= 0',
    tests: ['testing/explore'],
  },
];
