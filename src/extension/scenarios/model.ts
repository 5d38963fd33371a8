/** What is known of a run: every event makes the next state of it. Plain JSON, without the editor and without a page. */
import type { Phase } from '../../../runtime/src/testing/index.ts';
import type { RunEvent, RunRequest, RunResult, StopReason, Subject } from '../../protocol/runner.ts';
import { emptyStrip, type Strip, withMarks } from './strip.ts';

export interface Run {
  /** Tells runs apart. */
  readonly id: string;
  readonly request: RunRequest;
  /** What *Run Again* asks for: another one where only one schedule was replayed. */
  readonly whole: RunRequest;
  /** `idle`: it ran once, and what came of it is gone. */
  readonly state: 'idle' | 'running' | 'done' | 'stopped';
  readonly stopped?: { readonly why: StopReason; readonly message: string };
  /** Why a schedule could not be replayed. The run is the one before. */
  readonly refusal?: string;
  /** In the order they began. */
  readonly parts: readonly Part[];
  /** The end of what the programs printed. */
  readonly output: string;
  readonly droppedBytes: number;
}

/** A program under one drive, in one form. */
export interface Part {
  readonly subject: Subject;
  readonly schedules: number;
  readonly failing: number;
  readonly phase?: Phase;
  readonly strip: Strip;
  /** The last of what a real form told of itself. */
  readonly steps: readonly string[];
  readonly result?: RunResult;
}

/** How a program ended. */
export interface Ended {
  readonly subject: Subject;
  readonly result: RunResult;
}

const outputLimit = 10_000;
const stepsLimit = 100;

export function begun(id: string, request: RunRequest, whole: RunRequest): Run {
  return { id, request, whole, state: 'running', parts: [], output: '', droppedBytes: 0 };
}

/** A run that took place elsewhere. */
export function finished(id: string, request: RunRequest, results: readonly Ended[]): Run {
  const parts = results.map(({ subject, result }) => withResult(emptyPart(subject), result));
  return { ...begun(id, request, request), state: 'done', parts };
}

/** Only this schedule of one program. */
export function replayOf(whole: RunRequest, { index, name, version = 'unsafe' }: Subject, choices: string): RunRequest {
  return whole.run === 'file'
    ? { run: 'file', file: whole.file, program: name, replay: choices }
    : { run: 'scenario', id: whole.id, drives: [index], forms: ['explored'], replay: { version, choices } };
}

/** What there is to show after a replay: of one that could not be run, what was there before it, and why. */
export function afterReplay(before: Run, replayed: Run): Run {
  const { stopped, parts } = replayed;
  const ran = parts.some(({ result }) => result);
  return ran || !stopped || stopped.why === 'cancelled' ? replayed : { ...before, refusal: stopped.message };
}

export function reduce(run: Run, event: RunEvent): Run {
  switch (event.event) {
    case 'began':
      return changed(run, event.subject, (part) => part);
    case 'progress': {
      const { schedules, failing, phase, marks } = event;
      return changed(run, event.subject, (part) => ({
        ...part,
        schedules,
        failing,
        phase,
        strip: withMarks(part.strip, marks),
      }));
    }
    case 'step':
      return changed(run, event.subject, (part) => ({
        ...part,
        steps: [...part.steps, event.text].slice(-stepsLimit),
      }));
    case 'ended':
      return changed(run, event.subject, (part) => withResult(part, event.result));
    case 'output':
      return {
        ...run,
        output: (run.output + event.text).slice(-outputLimit),
        droppedBytes: run.droppedBytes + (event.droppedBytes ?? 0),
      };
    case 'stopped':
      return { ...run, state: 'stopped', stopped: { why: event.why, message: event.message } };
    case 'done':
      // A run that was stopped is over, too, and stays stopped.
      return run.state === 'running' ? { ...run, state: 'done' } : run;
  }
}

export function partKey({ index, version, form }: Subject): string {
  return `${index}/${version ?? ''}/${form}`;
}

function changed(run: Run, subject: Subject, change: (part: Part) => Part): Run {
  const key = partKey(subject);
  const known = run.parts.some((part) => partKey(part.subject) === key);
  const parts = known ? run.parts : [...run.parts, emptyPart(subject)];
  return { ...run, parts: parts.map((part) => (partKey(part.subject) === key ? change(part) : part)) };
}

function emptyPart(subject: Subject): Part {
  return { subject, schedules: 0, failing: 0, strip: emptyStrip, steps: [] };
}

function withResult(part: Part, result: RunResult): Part {
  const { schedules = part.schedules, failing = part.failing } = result.explored ?? {};
  return { ...part, schedules, failing, result };
}
