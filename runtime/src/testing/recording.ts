import type { Step } from './lane.ts';
import { preview } from './preview.ts';
import type { Site } from './sites.ts';
import { type TimelineAccess, Watched } from './watched.ts';

/** One step as it is told, in a timeline and as JSON. */
export interface TimelineStep {
  /** From 1. */
  readonly n: number;
  /** The name of the task that took it. */
  readonly task: string;
  /** What the step is called. */
  readonly label: string;
  /** What it was called with, where it is a call of a wrapped function. */
  readonly detail?: string;
  /** What its code told by `note`, and what wrapped calls returned or threw, in order. */
  readonly values: string[];
  /** Virtual time in milliseconds. */
  readonly at: number;
  /** Whether it came although the task before it could have gone on. */
  readonly switched: boolean;
  /**
   * Where the code that waited for it stands: where it called `step` or the wrapped function, began the task or set the
   * timer. The innermost call first, at most 16 of them, without those of the explorer and of Node. Empty where the
   * engine's stacks are not of V8's form.
   */
  readonly sites: readonly Site[];
  /** What was done in it with properties that `watch` shows, in order. */
  readonly accesses: readonly TimelineAccess[];
  /** What is in the watched locations after it, in their order; an empty string for one that was not watched yet. */
  readonly shared: readonly string[];
}

type Written<T> = { -readonly [K in keyof T]: T[K] };

/** @internal Writes down a run that is to be told. Most runs are not, and pay nothing for it. */
export class Recording {
  readonly steps: Written<TimelineStep & { accesses: TimelineAccess[] }>[] = [];
  /** What was told before the first step. */
  readonly opening: string[] = [];
  readonly watched: Watched;
  /** What is in the watched locations before the first step. */
  first: readonly string[] | undefined;
  #running = false;

  /** @param here the name of the task that the code which runs now belongs to */
  constructor(here: () => string) {
    this.watched = new Watched((access) => {
      const step = this.steps.at(-1);
      if (step === undefined || !this.#running) return;
      const task = here();
      step.accesses.push(task === step.task ? access : { ...access, task });
    });
  }

  begin(step: Step, at: number, switched: boolean): void {
    this.#running = true;
    const { lane, label, detail, sites = [] } = step;
    const n = this.steps.length + 1;
    this.steps.push({
      n,
      task: lane.name,
      label,
      ...(detail === undefined ? {} : { detail }),
      values: [],
      at,
      switched,
      sites,
      accesses: [],
      shared: [],
    });
  }

  /** All code of the step has run, or all before the first. */
  settle(): void {
    const shared = this.watched.settle();
    this.#running = false; // what invariants look at is no access of the program
    const step = this.steps.at(-1);
    if (step !== undefined) step.shared = shared;
    else this.first ??= shared;
  }

  /** A value of the program, without telling of the reads that this takes. */
  show(value: unknown): string {
    return this.watched.quietly(() => preview(value));
  }

  /** A value that the code of the current step has seen or made; `from` if it runs in another task's step. */
  note(text: string, from: string): void {
    const step = this.steps.at(-1);
    if (step === undefined) this.opening.push(text);
    else step.values.push(step.task === from ? text : `${from}: ${text}`);
  }
}
