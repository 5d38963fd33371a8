/** How the run goes, and what can be done about it. */
import { statusOf } from '../words.ts';
import { button, h, say, set, show, withCode } from './dom.ts';
import type { Doing, Piece } from './page-state.ts';

export function status({ post }: Doing): Piece {
  const text = h('span', { class: 'status-text' });
  // Numbers change ten times a second: only beginning and end are spoken.
  const spoken = h('span', { class: 'unseen', role: 'status' });
  const cancel = button('Cancel', () => post({ type: 'cancel' }), { class: 'secondary' });
  const again = button('Run Again', () => post({ type: 'again' }));
  const bar = h('div', { class: 'bar', 'aria-hidden': 'true' });
  const problem = h('p', { class: 'problem', role: 'alert' });
  const row = h('div', { class: 'row' }, text, cancel, again);
  return {
    element: h('section', { class: 'status', 'aria-label': 'Run' }, bar, row, spoken, problem),
    update({ run }) {
      const running = run.state === 'running';
      say(text, statusOf(run));
      say(spoken, running ? 'Running.' : statusOf(run));
      set(bar, { class: running ? 'bar moving' : 'bar' });
      const focused = document.activeElement;
      show(cancel, running);
      show(again, !running);
      say(again, run.request.replay === undefined ? 'Run Again' : 'Run All Schedules');
      // The button that was pressed is gone: the other one stands in its place.
      if (focused === cancel && !running) again.focus();
      if (focused === again && running) cancel.focus();
      const ended = run.stopped && run.stopped.why !== 'cancelled' ? run.stopped.message : '';
      const told = run.refusal ?? ended;
      if (problem.textContent !== told.replaceAll('`', '')) problem.replaceChildren(...withCode(told));
      show(problem, told !== '');
    },
  };
}
