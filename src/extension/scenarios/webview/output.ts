/** What the programs printed. */
import { count } from '../words.ts';
import { h, say, show } from './dom.ts';
import type { Piece } from './page-state.ts';

export function output(): Piece {
  const text = h('pre', { class: 'output', tabindex: 0, 'aria-label': 'Output' });
  const dropped = h('p', { class: 'detail' });
  const element = h('details', { class: 'printed' }, h('summary', {}, 'Output'), text, dropped);
  return {
    element,
    update({ run }) {
      show(element, run.output !== '' || run.droppedBytes > 0);
      say(text, run.output);
      say(dropped, run.droppedBytes ? `${count(run.droppedBytes)} bytes more were printed, and are not shown.` : '');
    },
  };
}
