/** The buttons that move through a schedule. */
import type { Move } from '../view.ts';
import { button, h, set } from './dom.ts';
import { type IconName, icon } from './icons.ts';

export interface Controls {
  readonly element: HTMLElement;
  update(step: number, of: number): void;
  stop(): void;
}

const playEveryMs = 1400;

/** `go` moves, by hand or while it plays. */
export function controls(go: (to: Move) => void): Controls {
  let playing: ReturnType<typeof setInterval> | undefined;
  let [step, of] = [1, 1];
  const stop = () => {
    if (playing === undefined) return;
    clearInterval(playing);
    playing = undefined;
    dress('play', 'Play');
  };
  const start = () => {
    if (step === of) go('first');
    dress('pause', 'Pause');
    playing = setInterval(() => {
      if (step >= of) stop();
      else go('next');
    }, playEveryMs);
  };
  const control = (name: IconName, label: string, act: () => void) => {
    const element = button('', act, { class: 'icon', 'aria-label': label, title: label });
    element.replaceChildren(icon(name));
    return element;
  };
  const move = (to: IconName & Move, label: string) =>
    control(to, label, () => {
      stop();
      go(to);
    });
  const dress = (name: IconName, label: string) => {
    set(play, { 'aria-label': label, title: label });
    play.replaceChildren(icon(name));
  };
  const back = [move('first', 'First step (Home)'), move('previous', 'Previous step (Left)')];
  const on = [move('next', 'Next step (Right)'), move('last', 'Last step (End)')];
  const play = control('play', 'Play', () => (playing === undefined ? start() : stop()));
  return {
    element: h(
      'div',
      { class: 'controls', role: 'group', 'aria-label': 'Move through the schedule' },
      ...back,
      play,
      ...on,
    ),
    update(now, all) {
      [step, of] = [now, all];
      // Not `disabled`: that would take the focus away from who has just pressed it.
      for (const each of back) set(each, { 'aria-disabled': step <= 1 });
      for (const each of on) set(each, { 'aria-disabled': step >= of });
    },
    stop,
  };
}
