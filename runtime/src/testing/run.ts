import { ALL, CLOCK, type Footprint, VISIBLE } from './access.ts';
import { context } from './context.ts';
import { type FailureKind, type Fault, messageOf } from './failure.ts';
import { Invariants } from './invariants.ts';
import { Lane, type Step } from './lane.ts';
import { Parking } from './parking.ts';
import type { Recording } from './recording.ts';
import type { Turns } from './turns.ts';

/** @internal Decides the order of steps in a run. */
export interface Strategy {
  /** The index in `run.enabled` of the step to take, or `CUT` if every way on is known already. */
  choose(run: Run): number;
  /** Told what the step that was chosen last may have touched, when all its code has run. */
  executed?(run: Run, reads: number, writes: number): void;
}

/** @internal */
export const CUT = -1;

/** @internal */
export interface RunLimits {
  readonly maxSteps: number;
  readonly allowLeaks: boolean;
  /** How often a run that is stuck may still give real timers and I/O a moment; counted down. */
  readonly patience: { left: number };
}

/** @internal A program's start in a run; its promise is the program. */
export type Start = (run: Run, lane: Lane) => unknown;

/**
 * One execution of a program under one order of its steps.
 *
 * A step is parked until it is chosen. The next one is chosen in a macrotask, when every promise job has run: then no
 * code of the program can be under way but what waits for something outside.
 *
 * @internal
 */
export class Run {
  readonly lanes: Lane[] = [];
  /** The steps that can be chosen now, in the order they were parked. */
  enabled: readonly Step[] = [];
  /** How many steps have been taken. */
  depth = 0;
  last: Step | undefined;
  /** For each step taken, its index among those enabled, and the task it belonged to. */
  readonly choices: number[] = [];
  readonly order: number[] = [];
  fault: Fault | undefined;
  outcome: unknown;
  /** Virtual time in milliseconds. */
  now = 0;
  cut = false;
  over = false;
  readonly recording: Recording | undefined;
  readonly #strategy: Strategy;
  readonly #turns: Turns;
  readonly #limits: RunLimits;
  readonly invariants = new Invariants();
  readonly #parking = new Parking();
  #ids = 0;
  #reads = 0;
  #writes = 0;
  #ambiguous = false;
  #leaksTold = false;
  #waitedOutside = false;
  #done: (() => void) | undefined;

  constructor(strategy: Strategy, turns: Turns, limits: RunLimits, recording?: Recording) {
    this.#strategy = strategy;
    this.#turns = turns;
    this.#limits = limits;
    this.recording = recording;
  }

  /** Runs the program to its end, or until the strategy cuts it. Never throws: `fault` tells. */
  execute(start: Start): Promise<void> {
    return new Promise((done) => {
      this.#done = done;
      const program = this.addLane('program');
      this.begin(program, () => start(this, program)).then(
        (value) => {
          this.outcome = value;
        },
        () => {},
      );
      this.#turns.next(this.#turn);
    });
  }

  /** @param ended it is no task that somebody waits for */
  addLane(name: string, ended = false): Lane {
    const lane = new Lane(this.lanes.length, name);
    this.lanes.push(lane);
    lane.ended = ended;
    if (!ended && lane.index > 0) this.#parking.alive++;
    return lane;
  }

  /** Runs a task's function now. What it throws is a fault. */
  begin<R>(lane: Lane, fn: () => R | PromiseLike<R>): Promise<R> {
    const call = async () => fn();
    const promise = context === undefined ? call() : context.run(lane, call);
    promise.then(
      () => this.#end(lane),
      (error: unknown) => {
        this.#end(lane);
        this.fail('error', lane.index === 0 ? messageOf(error) : `${lane.name}: ${messageOf(error)}`, error);
      },
    );
    return promise;
  }

  /** The task that the code which runs now belongs to. */
  here(): Lane {
    const lane = context?.getStore();
    if (lane !== undefined && this.lanes[lane.index] === lane) return lane;
    // A guess. It could be another task that was woken: then nothing that was declared can be relied on.
    const current = this.last?.lane ?? (this.lanes[0] as Lane);
    if (this.lanes.some((other) => other !== current && other.loose)) this.#ambiguous = true;
    return current;
  }

  /** Parks a step. `resume` is called when it is chosen, which may be never. */
  park(
    lane: Lane,
    label: string,
    footprint: Footprint,
    resume: () => void,
    { detail, due = -1, joins = false, sites }: Parked = NOTHING,
  ): Step {
    const parkedIn = this.depth - 1;
    if (lane.parked > 0 || lane.ended) lane.forked = true;
    // What only seems to be in order must not pass for ordered.
    const after = lane.forked || this.#ambiguous ? -1 : lane.lastEvent;
    const step = { id: this.#ids++, lane, label, detail, sites, footprint, due, joins, parkedIn, after, resume };
    if (this.over) return step; // left over from a run that has ended
    if (lane.lastEvent < parkedIn) lane.lastEvent = parkedIn;
    if (due >= 0) this.touch(0, CLOCK);
    this.#parking.add(step);
    return step;
  }

  /** Takes a step back: a timer that was cleared. */
  unpark(step: Step): void {
    if (this.#parking.remove(step)) this.touch(0, CLOCK);
  }

  /** Counts as touched by the step that runs now. */
  touch(reads: number, writes: number): void {
    this.#reads |= reads;
    this.#writes |= writes;
  }

  fail(kind: FailureKind, message: string, error?: unknown): void {
    this.fault ??= { kind, message, error, step: this.depth };
  }

  /** A failure of those tasks that have not ended, or of their calls. */
  #failWaiting(kind: FailureKind, lanes: readonly Lane[], message: string): void {
    this.fault ??= { kind, message, error: undefined, step: this.depth, waiting: lanes.map(({ name }) => name) };
  }

  /** The same choices led elsewhere: whatever else was found in this run means nothing. */
  diverge(message: string): void {
    this.fault = { kind: 'nondeterminism', message, error: undefined, step: this.depth };
  }

  #end(lane: Lane): void {
    if (lane.index > 0) this.#parking.alive--;
    lane.ended = true;
    lane.endedIn = this.depth - 1;
  }

  readonly #turn = (): void => {
    if (this.over) return;
    this.recording?.settle();
    if (this.last !== undefined) this.#strategy.executed?.(this, ...this.#touched());
    const broken = this.fault === undefined ? this.invariants.broken() : undefined;
    if (broken !== undefined) this.fail('invariant', broken.message, broken.error);
    this.#checkLeaks();
    this.enabled = this.#parking.enabled();
    if (this.enabled.length === 0 || this.#onlyTimersLeft()) {
      if (this.#stuck() && this.#mayWaitOutside()) return;
    } else if (this.depth >= this.#limits.maxSteps) {
      this.fail('endless', `It had not ended after ${this.depth} steps: does a loop wait for what never comes?`);
    } else {
      const choice = this.#strategy.choose(this);
      if (choice !== CUT) {
        this.#take(choice);
        this.#turns.next(this.#turn);
        return;
      }
      this.cut = true;
    }
    this.over = true;
    this.#done?.();
  };

  #take(choice: number): void {
    const step = this.enabled[choice] as Step;
    const { lane } = step;
    this.recording?.begin(step, Math.max(this.now, step.due), preempts(this, choice));
    this.#parking.remove(step);
    for (const other of this.lanes) {
      other.loose = other.forked || (other.parked === 0 && !other.ended && other !== lane);
    }
    const { reads, writes } = step.footprint;
    lane.reads = lane.forked ? lane.reads | reads : reads;
    lane.writes = lane.forked ? lane.writes | writes : writes;
    this.#reads = reads;
    this.#writes = writes;
    this.last = step;
    this.choices.push(choice);
    this.order.push(lane.index);
    lane.lastEvent = this.depth++;
    lane.lastLabel = step.label;
    if (step.due >= 0) {
      this.now = Math.max(this.now, step.due);
      this.touch(0, CLOCK);
    }
    try {
      step.resume();
    } catch (error) {
      this.fail('error', messageOf(error), error); // the callback of a timer
    }
  }

  /** What the step may have touched: what it declared, and what those declared whom it may have woken. */
  #touched(): [number, number] {
    let reads = this.#reads;
    let writes = this.#writes;
    if (this.#ambiguous) return [ALL, ALL];
    if (writes === ALL) return [reads, writes];
    for (const lane of this.lanes) {
      if (!lane.loose) continue;
      reads |= lane.reads;
      writes |= lane.writes;
    }
    if (this.invariants.see(reads, writes)) writes |= VISIBLE;
    return [reads, writes];
  }

  #checkLeaks(): void {
    if (this.#leaksTold || !this.lanes[0]?.ended) return;
    this.#leaksTold = true;
    if (this.#limits.allowLeaks || this.fault !== undefined) return;
    const tasks = this.lanes.filter((lane) => !lane.ended);
    const calls = this.#parking.steps.filter(({ lane, due }) => lane.ended && due < 0);
    const lanes = new Set([...tasks, ...calls.map(({ lane }) => lane)]);
    if (lanes.size === 0) return;
    const left = [
      ...tasks.map((lane) => this.#parking.whereabouts(lane)),
      ...calls.map(({ lane, label }) => `${label} of ${lane.name}`),
    ];
    this.#failWaiting(
      'leak',
      [...lanes],
      `The program has ended, but this still runs: ${left.join('; ')}. Await it (\`await t.all()\`).`,
    );
  }

  /** The program has ended, and what is left are timers that it set and did not clear. */
  #onlyTimersLeft(): boolean {
    return this.#parking.onlyTimers && this.lanes.every((lane) => lane.ended);
  }

  #stuck(): boolean {
    return this.fault === undefined && this.lanes.some((lane) => !lane.ended);
  }

  /** Real timers and I/O are no steps. Before a deadlock is told, they get a moment, and are told instead. */
  #mayWaitOutside(): boolean {
    const { patience } = this.#limits;
    if (this.#waitedOutside || patience.left === 0) {
      const waiting = this.lanes.filter((lane) => !lane.ended);
      const list = waiting.map((lane) => this.#parking.whereabouts(lane)).join('; ');
      this.#failWaiting('deadlock', waiting, `No step is left, but this still waits: ${list}.`);
      return false;
    }
    this.#waitedOutside = true;
    patience.left--;
    const [ids, ended] = [this.#ids, this.lanes.filter((lane) => lane.ended).length];
    this.#turns.later(() => {
      if (this.#ids !== ids || this.lanes.filter((lane) => lane.ended).length !== ended) {
        this.diverge(
          'The program waits for real time or I/O, which no schedule controls. Use `t.sleep`, `timers: "virtual"`, or ' +
            'wrap what does the I/O and let it answer from memory.',
        );
      }
      this.#turns.next(this.#turn);
    }, OUTSIDE_MS);
    return true;
  }
}

/** @internal Whether to take this step now is to turn from a task that could go on, or to let time pass while others could. */
export function preempts(run: Run, choice: number): boolean {
  const { enabled, last } = run;
  const step = enabled[choice] as Step;
  if (step.due >= 0) return enabled.length > 1;
  return (
    last !== undefined && step.lane !== last.lane && enabled.some(({ lane, due }) => lane === last.lane && due < 0)
  );
}

/** @internal What else there is to tell of a step. */
export type Parked = Partial<Pick<Step, 'detail' | 'due' | 'joins' | 'sites'>>;

const NOTHING: Parked = {};
const OUTSIDE_MS = 5;
