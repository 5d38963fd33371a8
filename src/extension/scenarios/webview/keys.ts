/** Keys that move through the schedule, wherever on the page the focus is. */
import { activePart, type Move } from '../view.ts';
import type { Doing, PageState } from './page-state.ts';

const anywhere: Readonly<Record<string, Move>> = {
  ArrowLeft: 'previous',
  ArrowRight: 'next',
  Home: 'first',
  End: 'last',
};
/** Elsewhere they scroll. */
const inSchedule: Readonly<Record<string, Move>> = { ArrowUp: 'previous', ArrowDown: 'next' };

export function keys(state: () => PageState | undefined, { act }: Doing): void {
  document.addEventListener('keydown', (event) => {
    const { target, key } = event;
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || !(target instanceof Element)) return;
    // A field has its own use for them, and so has a text that scrolls.
    if (target.closest('input, select, textarea, pre')) return;
    const to = anywhere[key] ?? (target.closest('.stage') ? inSchedule[key] : undefined);
    const now = state();
    const part = now && activePart(now.view, now.run);
    const of = part?.result?.explored?.picture.steps.length;
    if (to === undefined || !part || !of) return;
    event.preventDefault();
    act({ type: 'go', subject: part.subject, to, of });
  });
}
