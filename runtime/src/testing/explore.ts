import { ArgumentError } from '../errors.ts';
import { context } from './context.ts';
import { alike, type FailureKind, type Fault } from './failure.ts';
import { FollowChoices } from './follow.ts';
import type { ExploreOptions } from './options.ts';
import { Outcomes } from './outcomes.ts';
import { Pulse } from './pulse.ts';
import type { Recording } from './recording.ts';
import { decode, encode, fingerprint, type Replay } from './replay-string.ts';
import type { Run } from './run.ts';
import { search } from './search.ts';
import { Session } from './session.ts';
import { shrink } from './shrink.ts';
import { type Timeline, timelineOf, timelineText } from './timeline.ts';
import type { Trial } from './trial.ts';

/**
 * A small async program, run from its start for every schedule: it must make all its objects anew each time, and wait
 * for nothing but promises of its own and what `t` gives.
 *
 * @remarks Real timers and I/O are no steps: `timers: 'virtual'` brings timers under virtual time; wrap what does I/O,
 * and let it answer from memory.
 */
export type Program<R = unknown> = (t: Trial) => R | PromiseLike<R>;

/** An order of steps that goes wrong. */
export interface Failure {
  /** How it goes wrong. */
  readonly kind: FailureKind;
  /** What is wrong, in a sentence. */
  readonly message: string;
  /** What was thrown, where something was. */
  readonly error: unknown;
  /** The schedule as plain JSON, with the fewest switches that were found. */
  readonly timeline: Timeline;
  /** Runs exactly this schedule: `explore(program, { replay })`. */
  readonly replay: string;
  /** All of it, for people. */
  readonly text: string;
}

/** What `explore` found. */
export interface Exploration {
  /** The first schedule that fails, with the fewest switches; `undefined` if none does. */
  readonly failure: Failure | undefined;
  /** Whether every order of the program's steps was tried, or one that ends alike. */
  readonly complete: boolean;
  /** How many schedules were run to their end. */
  readonly schedules: number;
  /** How many of them failed; without `keepGoing` at most one. */
  readonly failing: number;
  /** What the program returned, as JSON, and in how many schedules. The first 1,000 different ones. */
  readonly outcomes: ReadonlyMap<string, number>;
  /** Of the failing schedule, or of the one that `replay` asked for. */
  readonly timeline: Timeline | undefined;
  /** `complete: 34,650 schedules` or `bounded: 51,000 schedules`, and how many failed. */
  readonly summary: string;
}

let last: Promise<unknown> = Promise.resolve();

/**
 * Runs a program under every order of its controlled steps: first those with few switches between tasks, then all,
 * then, if there are more than `schedules`, some at random.
 *
 * What a step is, {@link Trial} tells: a point where a task waits until it is chosen. Between two steps promises settle
 * in the engine's own order, and the next one is chosen in a macrotask, when every promise job has run. So what is
 * explored can happen, and what can happen between these steps is explored.
 *
 * Resolves with what was found, a failing program included. Explorations of one realm run one after the other.
 *
 * @remarks Code between two steps is not interleaved: a race inside what was not wrapped is not seen. A wrong
 * {@link Access} hides races. A result that says `bounded` is no proof.
 *
 * @throws `signal.reason` when it aborts, between two turns
 * @throws ArgumentError on a call that is wrong, inside a program that is being explored, and on a replay of another
 * program
 * @throws what `onProgress` or `onSchedule` throws
 *
 * @see preemption bounds: Musuvathi, Qadeer, "Iterative Context Bounding" (PLDI 2007); partial-order reduction:
 * Flanagan, Godefroid, "Dynamic Partial-Order Reduction" (POPL 2005); random priorities: Burckhardt, Kothari,
 * Musuvathi, Nagarakatte, "A Randomized Scheduler with Probabilistic Guarantees of Finding Bugs" (ASPLOS 2010)
 *
 * @example
 * ```ts
 * import { explore } from '@raceguard/runtime/testing';
 *
 * const result = await explore(async (t) => {
 *   let stored = 0;
 *   const account = t.wrapAll({
 *     read: async () => stored,
 *     write: async (value: number) => void (stored = value),
 *   });
 *   const deposit = async () => account.write((await account.read()) + 10);
 *   t.task('A', deposit);
 *   t.task('B', deposit);
 *   await t.all();
 *   if (stored !== 20) throw new Error(`${stored} instead of 20`);
 * });
 * console.log(result.failure?.kind, result.failure?.message); // prints error Error: 10 instead of 20
 * ```
 */
export function explore<R>(program: Program<R>, options: ExploreOptions = {}): Promise<Exploration> {
  const result = last.then(() => exploreNow(program, options));
  try {
    check(program, options);
  } catch (error) {
    return Promise.reject(error);
  }
  last = result.catch(() => {});
  return result;
}

async function exploreNow(program: Program, options: ExploreOptions): Promise<Exploration> {
  options.signal?.throwIfAborted();
  const session = new Session(program, options);
  try {
    if (options.replay !== undefined) return await replayed(session, options, options.replay);
    return await explored(session, options);
  } finally {
    session.close();
  }
}

async function explored(session: Session, options: ExploreOptions): Promise<Exploration> {
  const outcomes = new Outcomes();
  const pulse = new Pulse(options);
  let failed: Run | undefined = await unstable(session);
  const complete =
    failed === undefined &&
    (await search(options, async (strategy, phase) => {
      const run = await session.execute(strategy);
      const { fault } = run;
      if (!run.cut || fault !== undefined) {
        pulse.beat(run, phase);
        outcomes.add(run.outcome);
      }
      if (fault !== undefined) failed ??= run;
      return { run, goOn: fault === undefined || (options.keepGoing === true && fault.kind !== 'nondeterminism') };
    }));
  pulse.end();
  const failure = failed === undefined ? undefined : await explained(session, options, failed);
  const { schedules, failing } = pulse;
  const counted = `${complete ? 'complete' : 'bounded'}: ${schedules.toLocaleString('en')} schedule${schedules === 1 ? '' : 's'}`;
  return {
    failure,
    complete,
    schedules,
    failing,
    outcomes: outcomes.counts,
    timeline: failure?.timeline,
    summary: failing === 0 ? counted : `${counted}, ${failing.toLocaleString('en')} failing`,
  };
}

/** The same schedule twice at the very start: a run that ends otherwise than the one before. */
async function unstable(session: Session): Promise<Run | undefined> {
  const first = await session.record(new FollowChoices([]));
  if (first.run.fault !== undefined) return first.run.fault.kind === 'nondeterminism' ? first.run : undefined;
  const second = await session.record(new FollowChoices(first.run.choices));
  const ends = [first, second].map(({ run, recording }) =>
    [...recording.steps.map(({ label }) => label), run.fault?.kind ?? '', Outcomes.key(run.outcome) ?? ''].join('\n'),
  );
  if (ends[0] === ends[1]) return undefined;
  second.run.diverge(
    'The same choices, taken twice, did not end alike. The program depends on something that outlives a run or comes ' +
      'from outside: a module variable, Date, Math.random, I/O.',
  );
  return second.run;
}

async function explained(session: Session, options: ExploreOptions, failed: Run): Promise<Failure> {
  const shrunk =
    failed.fault?.kind === 'nondeterminism' ? failed : await shrink(failed, (strategy) => session.execute(strategy));
  const choices = shrunk.choices.slice(0, shrunk.fault?.step);
  const { run, recording } = await session.record(new FollowChoices(choices));
  let fault = run.fault as Fault;
  if (failed.fault?.kind === 'nondeterminism') fault = failed.fault;
  else if (!alike(fault, failed.fault)) {
    const message = `A schedule failed (${failed.fault?.message}), but not when it ran again. The program is not deterministic.`;
    fault = { kind: 'nondeterminism', message, error: failed.fault?.error, step: run.depth };
  }
  return failureOf(options, run, recording, fault);
}

function failureOf(options: ExploreOptions, run: Run, recording: Recording, fault: Fault): Failure {
  const timeline = timelineOf(recording, fault);
  const labels = timeline.steps.map(({ label }) => label);
  const replay = encode(run.choices.slice(0, fault.step), labels);
  const title = options.name === undefined ? '' : `${options.name}: `;
  const text = `${title}${fault.kind} in this order of steps\n\n${timelineText(timeline)}\n\n   replay: '${replay}'\n`;
  return { kind: fault.kind, message: fault.message, error: fault.error, timeline, replay, text };
}

async function replayed(
  session: Session,
  options: ExploreOptions,
  replay: string | readonly number[],
): Promise<Exploration> {
  const asked: Replay = typeof replay === 'string' ? decode(replay) : { choices: replay };
  const { run, recording } = await session.record(new FollowChoices(asked.choices));
  const labels = recording.steps.slice(0, asked.choices.length).map(({ label }) => label);
  const other = asked.fingerprint !== undefined && fingerprint(labels) !== asked.fingerprint;
  if (run.fault?.kind === 'nondeterminism' || other) {
    throw new ArgumentError(
      `The replay ${typeof replay === 'string' ? replay : replay.join('.')} was made with another program, or this one is not deterministic: its steps are now ` +
        `${labels.join(', ') || 'none'}. Explore it again.`,
    );
  }
  const failure = run.fault === undefined ? undefined : failureOf(options, run, recording, run.fault);
  const failing = failure === undefined ? 0 : 1;
  const outcomes = new Outcomes();
  outcomes.add(run.outcome);
  return {
    failure,
    complete: false,
    schedules: 1,
    failing,
    outcomes: outcomes.counts,
    timeline: timelineOf(recording, run.fault),
    summary: `replayed: 1 schedule, ${failing} failing`,
  };
}

function check(program: unknown, options: ExploreOptions): void {
  if (typeof program !== 'function') throw new ArgumentError('explore() was given no program: pass a function of `t`.');
  if (context?.getStore() !== undefined) {
    throw new ArgumentError(
      'explore() was called inside a program that is being explored, and would wait for its end.',
    );
  }
  for (const key of ['schedules', 'random', 'preemptions', 'maxSteps'] as const) {
    const value = options[key];
    if (value !== undefined && !(value >= 0))
      throw new ArgumentError(`${key} is ${value}; give a number, zero or more.`);
  }
}
