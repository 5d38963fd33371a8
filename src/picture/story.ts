/** What a schedule tells, in words. */
import type { Picture, PictureAccess, PictureStep, Place } from '../protocol/runner.ts';
import { type Spot, staleReads } from './conflicts.ts';
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

/** How it ends, in words: `Deadlock`. */
export function endingOf({ failure }: Picture): { readonly title: string; readonly message: string } {
  if (failure === null) return { title: 'Passes', message: 'nothing goes wrong in this order of steps' };
  const where = failure.place === undefined ? '' : ` (${placeOf(failure.place)})`;
  return { title: KINDS[failure.kind] ?? plain(failure.kind), message: `${said(failure.message)}${where}` };
}

/** Why it fails, where the accesses tell: who read, who changed it in between, who acts on it. */
export function reasonOf(picture: Picture): string | undefined {
  const stale = staleReads(picture).at(-1);
  if (stale === undefined) return undefined;
  const { watched, read, write, act } = stale;
  const name = plain(picture.watched[watched]!.name);
  const [reader, writer] = [userOf(picture, read), userOf(picture, write)];
  if (read.access === undefined) {
    return (
      `${reader} begins in step ${read.step}, ${writer} writes ${name} in step ${write.step}, ` +
      `and in step ${act.step} ${reader} overwrites it with what is older.`
    );
  }
  const value = ({ step, access }: Spot) => plain(stepOf(picture, step).accesses[access!]!.value);
  return (
    `${reader} reads ${name} in step ${read.step} (${value(read)}), ${writer} writes it in step ${write.step} ` +
    `(${value(write)}), and in step ${act.step} ${reader} acts on what it read.`
  );
}

/** The task whose code it was. */
export function userOf(picture: Picture, { step, access }: Spot): string {
  const { task, accesses } = stepOf(picture, step);
  return plain((access === undefined ? undefined : accesses[access]?.task) ?? task);
}

/** `connect("db")`. */
export function callOf({ label, detail }: PictureStep): string {
  return plain(detail === undefined ? label : `${label}(${detail})`);
}

/** `reads client: unset`; of a task other than the step's, `B reads client: unset`. */
export function accessOf({ watched }: Picture, { watched: index, kind, value, task }: PictureAccess): string {
  return plain(`${task === undefined ? '' : `${task} `}${kind}s ${watched[index]?.name ?? '?'}: ${value}`);
}

/** `client` for `database.client`, where that tells enough and no other location is called so. */
export function shortName({ watched }: Picture, index: number): string {
  const name = watched[index]?.name ?? '?';
  const last = lastName(name);
  return plain(watched.some((one, n) => n !== index && lastName(one.name) === last) ? name : last);
}

function lastName(name: string): string {
  const [, last = name] = /^[\w$#.]+\.([\w$#]+)$/.exec(name) ?? [];
  return /^(length|size|value|current)$/.test(last) ? name : last;
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
