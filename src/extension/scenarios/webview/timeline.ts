/** The steps as a list of texts: what the picture shows, for those who read or listen. A step is chosen by a click. */
import type { Picture, PictureStep } from '../../../protocol/runner.ts';
import { h, set } from './dom.ts';

export interface Timeline {
  readonly element: HTMLElement;
  mark(step: number): void;
}

/** `go`: to the step of that number. */
export function timeline(picture: Picture, go: (step: number) => void): Timeline {
  const buttons = picture.steps.map((step) => {
    const button = h('button', { type: 'button', class: 'step' });
    const what = step.detail === undefined ? step.label : `${step.label}(${step.detail})`;
    button.append(
      h('span', { class: 'n' }, String(step.n)),
      h('span', { class: 'task' }, step.task),
      h('span', { class: 'what' }, what, ...notes(picture, step)),
    );
    button.addEventListener('click', () => go(step.n));
    return button;
  });
  const element = h('ol', { class: 'timeline', 'aria-label': 'Steps' }, ...buttons.map((each) => h('li', {}, each)));
  return {
    element,
    mark(step) {
      const focused = element.contains(document.activeElement);
      for (const [i, button] of buttons.entries()) {
        const now = i + 1 === step;
        // One stop for the Tab key; arrows go on from there.
        set(button, { 'aria-current': now && 'step', tabindex: now ? 0 : -1 });
        if (now && focused) button.focus();
      }
    },
  };
}

function notes(picture: Picture, { accesses, values, place, at }: PictureStep): HTMLElement[] {
  const told = accesses.map(
    ({ kind, watched, value }) => `${kind}s ${picture.watched[watched]?.name ?? '?'}: ${value}`,
  );
  const line = place && `line ${place.line}`;
  const all = [...new Set([...told, ...values]), ...(line ? [line] : []), ...(at > 0 ? [`${at} ms`] : [])];
  return all.length ? [h('span', { class: 'notes' }, all.join(' · '))] : [];
}
