import { deepEqual, equal } from 'node:assert/strict';
import { begun, partKey, reduce } from '../../../src/extension/scenarios/model.ts';
import { restored, savedOf, viewOf } from '../../../src/extension/scenarios/saved.ts';
import {
  activePart,
  firstView,
  hazardIn,
  hazardsOf,
  type Move,
  reduceView,
  stepIn,
  type View,
  type ViewAction,
} from '../../../src/extension/scenarios/view.ts';
import { events, request, subject } from './samples.ts';

const run = events.reduce(reduce, begun('1', request, request));
const unsafe = subject(0, 'unsafe');
const after = (...actions: ViewAction[]): View => actions.reduce(reduceView, firstView);
const go = (to: Move, of = 3): ViewAction => ({ type: 'go', subject: unsafe, to, of });

describe('what is looked at', () => {
  it('is the first step of the first hazard', () => {
    equal(hazardIn(firstView, run)?.name, 'an update is lost');
    equal(stepIn(firstView, unsafe), 1);
    equal(partKey(activePart(firstView, run)!.subject), '0/unsafe/explored');
  });

  it('moves step by step, and not beyond either end', () => {
    const walked = [go('next'), go('next'), go('next'), go('previous')].map((_, n, all) =>
      stepIn(after(...all.slice(0, n + 1)), unsafe),
    );
    deepEqual(walked, [2, 3, 3, 2]);
    equal(stepIn(after(go('previous')), unsafe), 1);
    equal(stepIn(after(go('last'), go('first')), unsafe), 1);
    equal(stepIn(after(go(99)), unsafe), 3);
    equal(stepIn(after(go(-1)), unsafe), 1);
  });

  it('is kept for each hazard', () => {
    const view = after(go('last'), { type: 'hazard', index: 1 });
    equal(partKey(activePart(view, run)!.subject), '1/unsafe/explored');
    equal(stepIn(view, subject(1, 'unsafe')), 1);
    equal(stepIn(view, unsafe), 3);
  });

  it('is the safe version once its picture is shown, until it is hidden or the other one is gone to', () => {
    const shown = after({ type: 'safe', shown: true });
    equal(partKey(activePart(shown, run)!.subject), '0/safe/explored');
    equal(partKey(activePart(reduceView(shown, go('next')), run)!.subject), '0/unsafe/explored');
    const hidden = reduceView(shown, { type: 'safe', shown: false });
    equal(partKey(activePart(hidden, run)!.subject), '0/unsafe/explored');
  });

  it('is nothing while no picture is there', () => {
    equal(activePart(firstView, begun('1', request, request)), undefined);
    equal(activePart(firstView, events.slice(0, 3).reduce(reduce, begun('1', request, request))), undefined);
  });

  it('leaves real forms out of the hazards', () => {
    deepEqual(
      hazardsOf(run).map(({ index, unsafe, safe }) => [index, unsafe?.schedules, safe?.schedules]),
      [
        [0, 6, 9],
        [1, 6, 9],
      ],
    );
  });
});

describe('what a window that is opened again shows', () => {
  const about = { title: 'An update is lost', rules: ['RG103'] };
  const view = after(go('next'));
  const saved = JSON.parse(JSON.stringify(savedOf('0.1.0 /x', about, run, view)));

  it('is the same run, at the same step', () => {
    const back = restored(saved, '0.1.0 /x')!;
    deepEqual(back.about, about);
    deepEqual(back.run, JSON.parse(JSON.stringify(run)));
    equal(stepIn(viewOf(saved, back.run)!, unsafe), 2);
  });

  it('is how to run it again, where its results are of another Raceguard or of a run that was cut off', () => {
    const other = restored(saved, '0.2.0 /x')!;
    deepEqual([other.run.state, other.run.parts, other.run.whole], ['idle', [], request]);
    const running = events.slice(0, 3).reduce(reduce, begun('1', request, request));
    equal(restored(savedOf('0.1.0 /x', about, running, view), '0.1.0 /x')?.run.state, 'idle');
  });

  it('is nothing of a state that is no run', () => {
    for (const state of [undefined, null, 'x', {}, { about, run: {} }, { ...saved, about: { title: 1 } }])
      equal(restored(state, '0.1.0 /x'), undefined);
  });

  it('is the first step of another run', () => {
    equal(viewOf(saved, begun('2', request, request)), undefined);
  });
});
