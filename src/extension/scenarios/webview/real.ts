/** What happened with real processes or threads. */
import type { Part } from '../model.ts';
import { partKey } from '../model.ts';
import { saidOf } from '../words.ts';
import { h, say, show } from './dom.ts';
import type { Piece } from './page-state.ts';
import { type Verdict, verdict } from './verdict.ts';

interface Row {
  readonly element: HTMLElement;
  readonly said: Verdict;
  readonly steps: HTMLElement;
  readonly message: HTMLElement;
}

export function real(): Piece {
  const title = h('h2', {}, 'For real');
  const rows = new Map<string, Row>();
  const what = h('p', { class: 'story' });
  const list = h('div');
  const element = h('section', { class: 'real' }, title, what, list);
  return {
    element,
    update({ run }) {
      const parts = run.parts.filter(({ subject }) => subject.form === 'real');
      show(element, parts.length > 0);
      say(what, parts[0] ? sentence(parts[0].subject.name) : '');
      const keys = parts.map(({ subject }) => partKey(subject));
      for (const key of [...rows.keys()].filter((key) => !keys.includes(key))) {
        rows.get(key)?.element.remove();
        rows.delete(key);
      }
      for (const part of parts) {
        const row = rows.get(partKey(part.subject)) ?? added(part);
        row.said.update(saidOf(part, run.state !== 'running'));
        say(row.steps, part.steps.join('\n'));
        show(row.steps, part.steps.length > 0);
        const told = part.result?.failure?.message ?? '';
        say(row.message, told);
        show(row.message, told !== '');
      }
    },
  };

  function added({ subject }: Part): Row {
    const said = verdict();
    const steps = h('pre', { class: 'steps', tabindex: 0, 'aria-label': 'What it did' });
    const message = h('pre', { class: 'message' });
    const name = h('h3', {}, subject.version === 'safe' ? 'Safe version' : 'Unsafe version');
    const row = h('div', { class: 'real-row' }, h('div', { class: 'title' }, name, said.element), message, steps);
    list.append(row);
    const made = { element: row, said, steps, message };
    rows.set(partKey(subject), made);
    return made;
  }
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
