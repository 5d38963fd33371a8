/** Runs one schedule again, from the string that tells it. */
import { partKey } from '../model.ts';
import { activePart, hazardIn } from '../view.ts';
import { h, show } from './dom.ts';
import type { Doing, PageState, Piece } from './page-state.ts';

export function replay({ post }: Doing): Piece {
  let state: PageState | undefined;
  const input = h('input', {
    type: 'text',
    id: 'replay',
    spellcheck: 'false',
    autocomplete: 'off',
    placeholder: 'paste a replay string',
    required: true,
  });
  const version = h(
    'select',
    { 'aria-label': 'Version to replay it in' },
    h('option', { value: 'unsafe' }, 'in the unsafe version'),
    h('option', { value: 'safe' }, 'in the safe version'),
  );
  const form = h(
    'form',
    { class: 'row' },
    h('label', { for: 'replay' }, 'Replay a schedule'),
    input,
    version,
    h('button', { type: 'submit', class: 'secondary' }, 'Replay'),
  );
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    if (!state || !input.value.trim()) return;
    const hazard = hazardIn(state.view, state.run);
    const part = hazard?.unsafe ?? hazard?.safe;
    const wanted = version.value === 'safe' ? 'safe' : 'unsafe';
    if (part) post({ type: 'replay', part: partKey(part.subject), version: wanted, choices: input.value });
  });
  const element = h('section', { class: 'replay', 'aria-label': 'Replay' }, form);
  return {
    element,
    update(now) {
      state = now;
      show(element, now.run.state !== 'running' && activePart(now.view, now.run) !== undefined);
      show(version, now.run.whole.run === 'scenario');
    },
  };
}
