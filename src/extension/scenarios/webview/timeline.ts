/** The steps as a list of texts: what the picture shows, for those who read or listen. A step is chosen by a click. */
import { partsOf } from '../../../picture/index.ts';
import type { Picture } from '../../../protocol/runner.ts';
import { button, h, set } from './dom.ts';

export interface Timeline {
  readonly element: HTMLElement;
  mark(step: number): void;
}

/** `go`: to the step of that number. */
export function timeline(picture: Picture, go: (step: number) => void): Timeline {
  const buttons = picture.steps.map(({ n, task }) => {
    const element = button('', () => go(n), { class: 'step' });
    const [call = '', ...more] = partsOf(picture, n);
    const notes = more.length ? [h('span', { class: 'notes' }, more.join(' · '))] : [];
    element.append(
      h('span', { class: 'n' }, String(n)),
      h('span', { class: 'task' }, task),
      h('span', { class: 'what' }, call, ...notes),
    );
    return element;
  });
  const element = h('ol', { class: 'timeline', 'aria-label': 'Steps' }, ...buttons.map((each) => h('li', {}, each)));
  return {
    element,
    mark(step) {
      const focused = element.contains(document.activeElement);
      for (const [i, each] of buttons.entries()) {
        const now = i + 1 === step;
        // One stop for the Tab key; arrows go on from there.
        set(each, { 'aria-current': now && 'step', tabindex: now ? 0 : -1 });
        if (now && focused) each.focus();
      }
    },
  };
}
