import type { FailureKind, Fault } from './failure.ts';
import type { Recording, TimelineStep } from './recording.ts';

/** A schedule for a machine: plain JSON. */
export interface Timeline {
  /** The tasks that take part, in the order they first run. */
  readonly lanes: readonly string[];
  /** What was noted before the first step. */
  readonly opening: readonly string[];
  /** In the order they were taken. */
  readonly steps: readonly TimelineStep[];
  /** How it ended wrong; `null` if it did not. */
  readonly failure: { readonly kind: FailureKind; readonly message: string } | null;
}

/** @internal */
export function timelineOf(recording: Recording, fault: Fault | undefined): Timeline {
  const { lanes, opening, steps } = recording;
  // Steps after the failure would only distract from it.
  const told = fault === undefined ? steps : steps.slice(0, fault.step);
  const shown = new Set(told.map(({ task }) => task));
  return {
    lanes: lanes.filter((lane) => shown.has(lane)),
    opening,
    steps: told,
    failure: fault === undefined ? null : { kind: fault.kind, message: fault.message },
  };
}

/** @internal A schedule for people: a line a step, `>` where it turns away from a task that could go on. */
export function timelineText({ lanes, opening, steps, failure }: Timeline): string {
  const digits = String(steps.length).length;
  const width = Math.max(...lanes.map((lane) => lane.length), 0);
  const timed = steps.some(({ at }) => at > 0);
  const lines = opening.map((text) => `   ${text}`);
  for (const { n, task, label, detail, values, at, switched } of steps) {
    const what = detail === undefined ? label : `${label}(${detail})`;
    const time = timed ? `${String(at).padStart(5)} ms  ` : '';
    const told = values.length > 0 ? `  ${values.join(', ')}` : '';
    lines.push(` ${switched ? '>' : ' '} ${String(n).padStart(digits)}  ${time}${task.padEnd(width)}  ${what}${told}`);
  }
  if (failure !== null) lines.push(`   ${' '.repeat(digits)}  ✖ ${failure.message.replace(/\n/g, '\n     ')}`);
  return lines.join('\n');
}
