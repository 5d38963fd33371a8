/** One schedule, step by step: its picture, the steps as text, and what moves from one to the next. */
import type { Picture } from '../../../protocol/runner.ts';
import { type Part, partKey } from '../model.ts';
import { type Move, stepIn } from '../view.ts';
import { controls } from './controls.ts';
import { button, h, say } from './dom.ts';
import { type Drawing, drawing } from './drawing.ts';
import type { Doing, Lines, PageState } from './page-state.ts';
import { type Timeline, timeline } from './timeline.ts';

export interface Player {
  readonly element: HTMLElement;
  /** `part`: one that has a picture. */
  update(state: PageState, part: Part): void;
  stop(): void;
}

export function player(name: string, { act, post }: Doing): Player {
  let part: Part | undefined;
  let picture: Picture | undefined;
  let drawn: Drawing | undefined;
  let listed: Timeline | undefined;
  let known: Lines | undefined;
  let marked = '';

  const go = (to: Move) => {
    if (part && picture) act({ type: 'go', subject: part.subject, to, of: picture.steps.length });
  };
  const byHand = (to: Move) => {
    moves.stop();
    go(to);
  };
  const tell = (type: 'copyReplay' | 'exportSvg') => () => {
    if (part) post({ type, part: partKey(part.subject) });
  };
  const moves = controls(go);
  const sentence = h('p', { class: 'sentence', 'aria-live': 'polite' });
  const head = h('div', { class: 'player-head' }, moves.element, sentence);
  const summary = h('summary', {}, 'Steps as Text');
  const text = h('details', { class: 'as-text' }, summary);
  summary.addEventListener('click', (event) => {
    event.preventDefault();
    act({ type: 'text', shown: !text.open });
  });
  const picturePlace = h('div', { class: 'picture' });
  const stage = h('div', { class: 'stage' }, picturePlace, text);
  const more = h(
    'div',
    { class: 'row' },
    button('Copy Replay String', tell('copyReplay'), { class: 'secondary' }),
    button('Export SVG…', tell('exportSvg'), { class: 'secondary' }),
  );
  const element = h('div', { class: 'player', role: 'group', 'aria-label': name }, head, stage, more);
  return {
    element,
    update({ view, lines }, given) {
      part = given;
      const now = given.result?.explored?.picture;
      if (now && (now !== picture || lines !== known)) {
        if (now !== picture) moves.stop();
        picture = now;
        known = lines;
        drawn = drawing(now, ({ file, line }) => lines[`${file}:${line}`], byHand);
        listed = timeline(now, byHand);
        marked = '';
        picturePlace.replaceChildren(drawn.element);
        text.querySelector('ol')?.remove();
        text.append(listed.element);
      }
      if (!picture) return;
      text.open = wantsText(view.textShown);
      const step = Math.min(stepIn(view, given.subject), picture.steps.length);
      moves.update(step, picture.steps.length);
      // Before the first move the picture is there as a whole.
      const watching = view.steps[partKey(given.subject)] !== undefined;
      if (marked === `${step} ${watching}`) return;
      const moved = marked !== '';
      marked = `${step} ${watching}`;
      drawn?.mark(step, watching);
      if (moved) drawn?.reveal(head);
      listed?.mark(step);
      say(sentence, drawn?.sentence(step) ?? '');
    },
    stop: moves.stop,
  };
}

/** Where it stands beside the picture, and for those who listen. */
function wantsText(wanted: boolean | undefined): boolean {
  const listens = document.body.classList.contains('vscode-using-screen-reader');
  return wanted ?? (listens || matchMedia('(min-width: 1000px)').matches);
}
