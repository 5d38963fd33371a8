/** What a schedule tells, in words that the picture and the text share. */
import type { Picture, PictureAccess, PictureStep, Place } from '../protocol/runner.ts';
import { plain } from './fit.ts';

const KINDS = {
  error: 'Fails',
  invariant: 'Broken invariant',
  rejection: 'Unhandled rejection',
  deadlock: 'Deadlock',
  leak: 'Leak',
  endless: 'Endless',
  nondeterminism: 'Not deterministic',
} as const;

/** Of a step that is a switch. */
export const SWITCHED = 'although the task before it could have gone on';

/** How it ends, in words: `Deadlock`. */
export function endingOf({ failure }: Picture): { readonly title: string; readonly message: string } {
  if (failure === null) return { title: 'Passes', message: 'nothing goes wrong in this order of steps' };
  const where = failure.place === undefined ? '' : ` (${placeOf(failure.place)})`;
  return { title: KINDS[failure.kind] ?? plain(failure.kind), message: `${said(failure.message)}${where}` };
}

/** `connect("db")`. */
export function callOf({ label, detail }: PictureStep): string {
  return plain(detail === undefined ? label : `${label}(${detail})`);
}

/** `reads client: unset`; of a task other than the step's, `B reads client: unset`. */
export function accessOf({ watched }: Picture, { watched: index, kind, value, task }: PictureAccess): string {
  return plain(`${task === undefined ? '' : `${task} `}${kind}s ${watched[index]?.name ?? '?'}: ${value}`);
}

/** `line 14`. */
export function placeOf({ line }: Place): string {
  return `line ${line}`;
}

/** Number `n`, from 1. */
export function stepOf({ steps }: Picture, n: number): PictureStep {
  const step = steps[n - 1];
  if (step === undefined) throw new RangeError(`The picture has ${steps.length} steps, and no step ${n}.`);
  return step;
}

/** Without what an assertion says again below its message, and without names of errors that say nothing. */
function said(message: string): string {
  return message
    .split(/\n\s*\n/)[0]!
    .trim()
    .replace(/^((?:[^:\n]+: )?)(?:AssertionError|Error)(?: \[\w+\])?: (?=\S)/, '$1');
}
