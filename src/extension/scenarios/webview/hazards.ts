/** A choice where there are several hazards. */
import { hazardIn, hazardsOf } from '../view.ts';
import { h, set, show } from './dom.ts';
import type { Doing, Piece } from './page-state.ts';

export function hazards({ act }: Doing): Piece {
  const list = h('div', { class: 'hazards', role: 'radiogroup', 'aria-label': 'What goes wrong' });
  const element = h('section', { class: 'choice' }, h('h2', {}, 'What goes wrong'), list);
  const inputs = new Map<number, { input: HTMLInputElement; name: string; mark: HTMLElement }>();
  return {
    element,
    update({ run, view }) {
      const all = hazardsOf(run);
      const now = hazardIn(view, run)?.index;
      show(element, all.length > 1);
      const same = all.length === inputs.size && all.every(({ index, name }) => inputs.get(index)?.name === name);
      if (!same) {
        inputs.clear();
        list.replaceChildren(
          ...all.map(({ index, name }) => {
            const input = h('input', { type: 'radio', name: 'hazard', value: index });
            input.addEventListener('change', () => act({ type: 'hazard', index }));
            const mark = h('span', { class: 'mark', 'aria-hidden': 'true' });
            inputs.set(index, { input, name, mark });
            return h('label', {}, input, mark, name);
          }),
        );
      }
      for (const { index, unsafe } of all) {
        const { input, mark } = inputs.get(index)!;
        input.checked = index === now;
        const failed = unsafe?.result?.failure !== undefined;
        set(mark, { class: `mark ${failed ? 'bad' : unsafe?.result ? 'good' : 'running'}` });
        mark.textContent = failed ? '✖' : unsafe?.result ? '✔' : '…';
      }
    },
  };
}
