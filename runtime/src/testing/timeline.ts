import type { FailureKind, Fault } from './failure.ts';
import type { Recording, TimelineStep } from './recording.ts';
import { type Site, sitesOfError } from './sites.ts';

/** A schedule for a machine: plain JSON. */
export interface Timeline {
  /** The tasks that take part, in the order they first run. */
  readonly lanes: readonly string[];
  /** What was noted before the first step. */
  readonly opening: readonly string[];
  /** What `watch` shows, each with its value before the first step; an empty string if it was not watched by then. */
  readonly watched: readonly { readonly name: string; readonly value: string }[];
  /** In the order they were taken. */
  readonly steps: readonly TimelineStep[];
  /** How it ended wrong; `null` if it did not. */
  readonly failure: {
    readonly kind: FailureKind;
    readonly message: string;
    /** Where the error was made, if it was one. */
    readonly sites: readonly Site[];
    /** The tasks that still wait, of a deadlock or a leak. */
    readonly waiting?: readonly string[];
  } | null;
}

/** @internal */
export function timelineOf(recording: Recording, fault: Fault | undefined): Timeline {
  const { opening, watched, first, steps } = recording;
  // Steps after the failure would only distract from it.
  const told = fault === undefined ? steps : steps.slice(0, fault.step);
  return {
    lanes: [...new Set(told.map(({ task }) => task))],
    opening,
    watched: watched.locations.map(({ name }, at) => ({ name, value: first?.[at] ?? '' })),
    steps: told.map((step) => ({ ...step, shared: watched.locations.map((_, at) => step.shared[at] ?? '') })),
    failure: fault === undefined ? null : failureOf(fault),
  };
}

function failureOf({ kind, message, error, waiting }: Fault): Timeline['failure'] {
  return { kind, message, sites: sitesOfError(error), ...(waiting === undefined ? {} : { waiting }) };
}

/** @internal A schedule for people: a line a step, `>` where it turns away from a task that could go on. */
export function timelineText({ lanes, opening, watched, steps, failure }: Timeline): string {
  const digits = String(steps.length).length;
  const width = Math.max(...lanes.map((lane) => lane.length), 0);
  const timed = steps.some(({ at }) => at > 0);
  const lines = opening.map((text) => `   ${text}`);
  let before = watched.map(({ value }) => value);
  const changes = (after: readonly string[]) =>
    after.flatMap((value, at) => (value === before[at] ? [] : `${watched[at]?.name} = ${value}`));
  const first = watched.flatMap(({ name, value }) => (value === '' ? [] : `${name} = ${value}`));
  if (first.length > 0) lines.push(`   ${first.join(', ')}`);
  for (const { n, task, label, detail, values, at, switched, shared } of steps) {
    const what = detail === undefined ? label : `${label}(${detail})`;
    const time = timed ? `${String(at).padStart(5)} ms  ` : '';
    const seen = [...values, ...changes(shared)];
    before = [...shared];
    const told = seen.length > 0 ? `  ${seen.join(', ')}` : '';
    lines.push(` ${switched ? '>' : ' '} ${String(n).padStart(digits)}  ${time}${task.padEnd(width)}  ${what}${told}`);
  }
  if (failure !== null) lines.push(`   ${' '.repeat(digits)}  ✖ ${failure.message.replace(/\n/g, '\n     ')}`);
  return lines.join('\n');
}
