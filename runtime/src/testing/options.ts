/**
 * How far and in what manner `explore` goes.
 *
 * @example
 * ```ts
 * import { explore } from '@raceguard/runtime/testing';
 *
 * const result = await explore(
 *   async (t) => {
 *     let count = 0;
 *     for (const name of ['A', 'B']) {
 *       t.task(name, async (task) => {
 *         const seen = count;
 *         await task.step('writes');
 *         count = seen + 1;
 *       });
 *     }
 *     await t.all();
 *     return count;
 *   },
 *   { name: 'counter', schedules: 1000, keepGoing: true },
 * );
 * console.log([...result.outcomes.keys()].sort().join(), result.complete); // prints 1,2 true
 * ```
 */
export interface ExploreOptions {
  /** Used in messages. */
  readonly name?: string | undefined;
  /** Ends the exploration between two turns: `explore` rejects with `signal.reason`. */
  readonly signal?: AbortSignal | undefined;
  /** How many schedules the systematic search may try. Default 50,000. */
  readonly schedules?: number | undefined;
  /** How many schedules with random priorities follow if the systematic search was not complete. Default 1,000. */
  readonly random?: number | undefined;
  /** Only schedules with at most so many preemptions: turns from a task that could go on. By default any number. */
  readonly preemptions?: number | undefined;
  /** Whether orders that differ only in steps that don't conflict count as one. Default true. */
  readonly reduction?: boolean | undefined;
  /** A schedule with more steps fails as endless. Default 1,000. */
  readonly maxSteps?: number | undefined;
  /** Decides the random schedules. Default 1. */
  readonly seed?: number | undefined;
  /** Runs only this schedule: as a failure has printed it, or the `choices` that `onSchedule` was told. */
  readonly replay?: string | readonly number[] | undefined;
  /** `virtual`: the program's `setTimeout`, `setInterval` and `Date.now` follow virtual time. Default `real`. */
  readonly timers?: 'virtual' | 'real' | undefined;
  /** Whether tasks and calls may go on after the program has ended; then they are run to their end too. Default false. */
  readonly allowLeaks?: boolean | undefined;
  /** Goes on after a failure, and counts how many schedules fail. The failure told is the first. Default false. */
  readonly keepGoing?: boolean | undefined;
  /** Called about ten times a second and at the end. What it throws ends the exploration. */
  readonly onProgress?: ((progress: Progress) => void) | undefined;
  /** Called after every schedule of the search. Nothing is kept of what it is given. */
  readonly onSchedule?: ((schedule: Schedule) => void) | undefined;
}

/** How far an exploration is. */
export interface Progress {
  /** How many were run to their end so far. */
  readonly schedules: number;
  /** How many of them failed. */
  readonly failing: number;
  /** The part of the search it belongs to. */
  readonly phase: Phase;
}

/** `few switches`: with none, one and two preemptions; `every order`: depth-first; `random`: by priorities. */
export type Phase = 'few switches' | 'every order' | 'random';

/** One order of steps that was tried. */
export interface Schedule {
  /** From 1. */
  readonly n: number;
  /** The part of the search it belongs to. */
  readonly phase: Phase;
  /** The task of each step, as an index into `tasks`. */
  readonly order: readonly number[];
  /** Their names, in the order they were begun; the program itself is the first. */
  readonly tasks: readonly string[];
  /** Runs this schedule again: `explore(program, { replay: choices })`. */
  readonly choices: readonly number[];
  /** Whether it went wrong. */
  readonly failed: boolean;
  /** What the program returned. */
  readonly outcome: unknown;
}
