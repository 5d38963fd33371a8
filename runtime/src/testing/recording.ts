import type { Step } from './lane.ts';

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
}

/** @internal Writes down a run that is to be told. Most runs are not, and pay nothing for it. */
export class Recording {
  readonly lanes: string[] = [];
  readonly steps: TimelineStep[] = [];
  /** What was told before the first step. */
  readonly opening: string[] = [];

  begin(step: Step, at: number, switched: boolean): void {
    const { lane, label, detail } = step;
    if (!this.lanes.includes(lane.name)) this.lanes.push(lane.name);
    const n = this.steps.length + 1;
    this.steps.push({
      n,
      task: lane.name,
      label,
      ...(detail === undefined ? {} : { detail }),
      values: [],
      at,
      switched,
    });
  }

  /** A value that the code of the current step has seen or made; `from` if it runs in another task's step. */
  note(text: string, from: string): void {
    const step = this.steps.at(-1);
    if (step === undefined) this.opening.push(text);
    else step.values.push(step.task === from ? text : `${from}: ${text}`);
  }
}
