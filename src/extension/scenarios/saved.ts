/** What the page keeps while it is hidden, and over a reload of the window. */
import type { About } from './messages.ts';
import { begun, type Run } from './model.ts';
import type { View } from './view.ts';

export interface Saved {
  /** By which Raceguard, and where it lies: results name its files. */
  readonly made: string;
  readonly about: About;
  readonly run: Run;
  readonly view: View;
}

/** As JSON; a larger result is run again rather than kept. */
const longest = 2_000_000;

export function savedOf(made: string, about: About, run: Run, view: View): Saved {
  const whole = run.state === 'done' || run.state === 'stopped';
  const kept: Saved = { made, about, run: whole ? run : emptied(run), view };
  return JSON.stringify(kept).length <= longest ? kept : { ...kept, run: emptied(run) };
}

/** What a window that is opened again may show; undefined where it is nothing that can be run again. */
export function restored(saved: unknown, made: string): Pick<Saved, 'about' | 'run'> | undefined {
  if (!isObject(saved) || !isObject(saved.about) || !isObject(saved.run)) return undefined;
  const { about, run } = saved as unknown as Saved;
  const { whole } = run;
  const known =
    typeof about.title === 'string' &&
    Array.isArray(about.rules) &&
    isObject(whole) &&
    (whole.run === 'scenario' ? typeof whole.id === 'string' : whole.run === 'file' && typeof whole.file === 'string');
  if (!known) return undefined;
  return { about, run: saved.made === made ? run : emptied(run) };
}

/** The view of a page before this one, if it showed the same run. */
export function viewOf(saved: unknown, run: Run): View | undefined {
  if (!isObject(saved) || !isObject(saved.run) || saved.run.id !== run.id) return undefined;
  return isObject(saved.view) ? (saved as unknown as Saved).view : undefined;
}

function emptied({ id, whole }: Run): Run {
  return { ...begun(id, whole, whole), state: 'idle' };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
