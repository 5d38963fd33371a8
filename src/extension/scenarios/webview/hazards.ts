/** A choice where there are several hazards, or several programs. */
import { type Hazard, hazardIn, hazardsOf } from '../view.ts';
import { h, say, set, show } from './dom.ts';
import type { Doing, Piece } from './page-state.ts';

export function hazards({ act }: Doing): Piece {
  const select = h('select', { id: 'hazard' });
  const options = new Map<number, HTMLOptionElement>();
  const name = h('label', { for: 'hazard' });
  select.addEventListener('change', () => act({ type: 'hazard', index: Number(select.value) }));
  const element = h('section', { class: 'choice row' }, name, select);
  return {
    element,
    update({ run, view }) {
      const all = hazardsOf(run);
      show(element, all.length > 1);
      say(name, run.whole.run === 'file' ? 'Program' : 'What goes wrong');
      for (const index of [...options.keys()].filter((known) => !all.some((one) => one.index === known))) {
        options.get(index)?.remove();
        options.delete(index);
      }
      for (const hazard of all) {
        const option = options.get(hazard.index) ?? h('option', { value: hazard.index });
        if (!options.has(hazard.index)) select.append(option);
        options.set(hazard.index, option);
        say(option, `${signOf(hazard)} ${hazard.name}`);
      }
      const now = hazardIn(view, run)?.index;
      if (now !== undefined && select.value !== String(now)) select.value = String(now);
      set(select, { title: all.find(({ index }) => index === now)?.name });
    },
  };
}

function signOf({ unsafe }: Hazard): string {
  if (!unsafe?.result) return '…';
  return unsafe.result.failure ? '✖\ufe0e' : '✔\ufe0e';
}
