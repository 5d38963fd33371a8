/** A word in a colour, with a sign of its own, and what is behind it. */
import type { Said } from '../words.ts';
import { h, say, set } from './dom.ts';

const signs: Readonly<Record<Said['tone'], string>> = { running: '…', good: '✔', bad: '✖', odd: '⚠' };

export interface Verdict {
  readonly element: HTMLElement;
  update(said: Said): void;
}

export function verdict(): Verdict {
  const sign = h('span', { 'aria-hidden': 'true' });
  const word = h('span');
  const badge = h('span', {}, sign, ' ', word);
  const detail = h('span', { class: 'detail' });
  return {
    element: h('p', { class: 'verdict' }, badge, ' ', detail),
    update({ tone, verdict, detail: text }) {
      set(badge, { class: `badge ${tone}` });
      // A sign of text, where fonts also have a coloured one.
      say(sign, `${signs[tone]}\ufe0e`);
      say(word, verdict);
      say(detail, text);
    },
  };
}
