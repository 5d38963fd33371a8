import { deepEqual, equal } from 'node:assert/strict';
import { marksOf } from '../../../src/extension/scenarios/marks.ts';
import { fromPage } from '../../../src/extension/scenarios/messages.ts';
import { picture } from './samples.ts';

describe('what the page says', () => {
  it('is taken as it is meant, and nothing besides', () => {
    deepEqual(fromPage({ type: 'ready', more: 1 }), { type: 'ready' });
    deepEqual(fromPage({ type: 'at', part: 'p', step: 2, moved: true }), {
      type: 'at',
      part: 'p',
      step: 2,
      moved: true,
    });
    const replay = { type: 'replay', part: 'p', version: 'safe', choices: '1.2' };
    deepEqual(fromPage(replay), replay);
  });

  it('is not taken where it is wrong', () => {
    const wrong = [
      undefined,
      null,
      'ready',
      {},
      { type: 'toString' },
      { type: '__proto__' },
      { type: 'at', part: 'p', step: '2', moved: true },
      { type: 'at', part: 'p', step: -1, moved: true },
      { type: 'at', part: 'p', step: 1.5, moved: true },
      { type: 'at', part: 'p', step: 1 },
      { type: 'replay', part: 'p', version: 'other', choices: '' },
      { type: 'replay', part: 'p', version: 'safe', choices: 'x'.repeat(20_001) },
      { type: 'explainRule', code: {} },
    ];
    for (const message of wrong) equal(fromPage(message), undefined, JSON.stringify(message));
  });
});

describe('the lines that a step is about', () => {
  it('are where it goes on, and where it reads and writes, in one file', () => {
    deepEqual(marksOf(picture, picture.steps[1]!), {
      file: '/s/unsafe.ts',
      line: 10,
      marks: [
        { line: 10, kind: 'step', text: 'B  read' },
        { line: 10, kind: 'access', text: 'B  reads balance: 0' },
        { line: 12, kind: 'access', text: 'B  writes balance: 5; writes balance: 6' },
      ],
    });
  });

  it('are also where it goes wrong, at the last one', () => {
    deepEqual(marksOf(picture, picture.steps[2]!)?.marks.at(-1), {
      line: 20,
      kind: 'failure',
      text: 'Error: 1 instead of 7',
    });
  });

  it('are none where no code of the program stands', () => {
    equal(marksOf(picture, picture.steps[0]!), undefined);
  });
});
