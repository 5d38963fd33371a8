/** What the page shows of a run: which hazard, which picture, which step. Plain JSON, without a page. */
import type { Subject, Version } from '../../protocol/runner.ts';
import { type Part, partKey, type Run } from './model.ts';

export interface View {
  /** Index of the drive, or of the program. */
  readonly hazard: number;
  /** The picture that keys step through. */
  readonly active: Version;
  /** Whether the picture of the version that holds is shown, too. */
  readonly safeShown: boolean;
  /** Whether the steps stand as text beside the picture; undefined: where there is room, or a screen reader. */
  readonly textShown?: boolean;
  /** The step that is looked at, from 1, by the key of its part. */
  readonly steps: Readonly<Record<string, number>>;
}

export type Move = number | 'first' | 'previous' | 'next' | 'last';

export type ViewAction =
  | { readonly type: 'hazard'; readonly index: number }
  | { readonly type: 'safe'; readonly shown: boolean }
  | { readonly type: 'text'; readonly shown: boolean }
  | { readonly type: 'activate'; readonly version: Version }
  /** `of`: how many steps there are. */
  | { readonly type: 'go'; readonly subject: Subject; readonly to: Move; readonly of: number };

export const firstView: View = { hazard: 0, active: 'unsafe', safeShown: false, steps: {} };

export function reduceView(view: View, action: ViewAction): View {
  switch (action.type) {
    case 'hazard':
      return { ...view, hazard: action.index, active: 'unsafe' };
    case 'safe':
      return { ...view, safeShown: action.shown, active: action.shown ? 'safe' : 'unsafe' };
    case 'text':
      return { ...view, textShown: action.shown };
    case 'activate':
      return { ...view, active: action.version };
    case 'go': {
      const { subject, to, of } = action;
      const now = stepIn(view, subject);
      const wanted = { first: 1, previous: now - 1, next: now + 1, last: of };
      const step = Math.max(1, Math.min(of, typeof to === 'number' ? to : wanted[to]));
      return { ...view, active: versionOf(subject), steps: { ...view.steps, [partKey(subject)]: step } };
    }
  }
}

/** From 1. */
export function stepIn(view: View, subject: Subject): number {
  return view.steps[partKey(subject)] ?? 1;
}

/** A user's program stands where a scenario has its unsafe one. */
function versionOf({ version = 'unsafe' }: Subject): Version {
  return version;
}

/** What belongs together: a drive, or a user's program. */
export interface Hazard {
  readonly index: number;
  readonly name: string;
  readonly unsafe?: Part;
  readonly safe?: Part;
}

export function hazardsOf({ parts }: Run): readonly Hazard[] {
  const found = new Map<number, Hazard>();
  for (const part of parts) {
    const { form, index, name } = part.subject;
    if (form === 'explored')
      found.set(index, { ...(found.get(index) ?? { index, name }), [versionOf(part.subject)]: part });
  }
  return [...found.values()].sort((a, b) => a.index - b.index);
}

/** The one that the view is at, else the first. */
export function hazardIn(view: View, run: Run): Hazard | undefined {
  const all = hazardsOf(run);
  return all.find(({ index }) => index === view.hazard) ?? all[0];
}

/** The part that keys step through: one with a picture, the active one if it has one. */
export function activePart(view: View, run: Run): Part | undefined {
  const hazard = hazardIn(view, run);
  const shown = [hazard?.unsafe, view.safeShown || !hazard?.unsafe ? hazard?.safe : undefined].filter(
    (part) => part?.result?.explored,
  );
  return shown.find((part) => part && versionOf(part.subject) === view.active) ?? shown[0];
}
