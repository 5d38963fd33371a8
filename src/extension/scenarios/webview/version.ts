/** What became of one version of the program: a verdict, how its schedules ended, and a schedule to watch. */

import type { Version } from '../../../protocol/runner.ts';
import type { Part } from '../model.ts';
import { hazardIn } from '../view.ts';
import { saidOf } from '../words.ts';
import { button, h, say, set, show } from './dom.ts';
import type { Doing, Piece } from './page-state.ts';
import { player } from './player.ts';
import { stripView } from './strip.ts';
import { verdict } from './verdict.ts';

export function version(which: Version, doing: Doing): Piece {
  const title = h('h2');
  const said = verdict();
  const strip = stripView();
  const message = h('pre', { class: 'message' });
  const toggle = button(
    'Show Its Picture',
    () => doing.act({ type: 'safe', shown: toggle.getAttribute('aria-expanded') !== 'true' }),
    {
      class: 'secondary',
      'aria-expanded': 'false',
    },
  );
  const watched = player(which === 'unsafe' ? 'The failing schedule' : 'A schedule of the safe version', doing);
  watched.element.addEventListener('focusin', () => doing.act({ type: 'activate', version: which }));
  const element = h(
    'section',
    { class: `version ${which}` },
    h('div', { class: 'title' }, title, said.element),
    strip.element,
    message,
    toggle,
    watched.element,
  );
  return {
    element,
    update(state) {
      const part = hazardIn(state.view, state.run)?.[which];
      show(element, part !== undefined);
      if (!part) return;
      say(title, titleOf(part));
      said.update(saidOf(part, state.run.state !== 'running'));
      strip.update(part.strip, part.result !== undefined || state.run.state !== 'running');
      show(strip.element, part.strip.schedules > 0);
      const told = part.result?.failure?.message ?? '';
      say(message, told);
      show(message, told !== '');
      const hasPicture = (part.result?.explored?.picture.steps.length ?? 0) > 0;
      // The version that holds stands below the other: its picture only where it is wanted.
      const folds = which === 'safe';
      const open = hasPicture && (!folds || state.view.safeShown);
      show(toggle, folds && hasPicture);
      set(toggle, { 'aria-expanded': String(open) });
      say(toggle, open ? 'Hide Its Picture' : 'Show Its Picture');
      show(watched.element, open);
      if (open) watched.update(state, part);
      else watched.stop();
    },
  };
}

function titleOf({ subject }: Part): string {
  if (!subject.version) return subject.name;
  return subject.version === 'unsafe' ? 'Unsafe version' : 'Safe version';
}
