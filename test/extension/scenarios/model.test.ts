import { deepEqual, equal, match } from 'node:assert/strict';
import {
  afterReplay,
  begun,
  finished,
  partKey,
  type Run,
  reduce,
  replayOf,
} from '../../../src/extension/scenarios/model.ts';
import { saidOf, statusOf } from '../../../src/extension/scenarios/words.ts';
import type { RunEvent } from '../../../src/protocol/runner.ts';
import { events, failed, request, subject } from './samples.ts';

const after = (all: readonly RunEvent[]): Run => all.reduce(reduce, begun('1', request, request));

describe('what is known of a run', () => {
  it('grows with its events', () => {
    const { parts, state } = after(events);
    equal(state, 'done');
    deepEqual(
      parts.map(({ subject, schedules, failing }) => [partKey(subject), schedules, failing]),
      [
        ['0/unsafe/explored', 6, 2],
        ['0/safe/explored', 9, 0],
        ['1/unsafe/explored', 6, 2],
        ['1/safe/explored', 9, 0],
        ['0/unsafe/real', 0, 0],
      ],
    );
    deepEqual(parts[0]!.strip.failed, [0, 0, 0, 1, 0, 1]);
    deepEqual(parts[4]!.steps, ['Round 1.']);
  });

  it('is not changed by what comes after it was stopped', () => {
    const stopped = after([
      ...events.slice(0, 2),
      { event: 'stopped', why: 'hangs', message: 'It hangs.' },
      { event: 'done' },
    ]);
    equal(stopped.state, 'stopped');
    equal(stopped.stopped?.message, 'It hangs.');
  });

  it('keeps the end of what was printed, and of what a real form tells', () => {
    const floods = Array.from(
      { length: 50 },
      (_, n): RunEvent => ({ event: 'output', text: `${n}${'.'.repeat(1000)}`, droppedBytes: 2 }),
    );
    const { output, droppedBytes } = after(floods);
    equal(output.length, 10_000);
    match(output, /49\.+$/);
    equal(droppedBytes, 100);
    const real = subject(0, 'unsafe', 'real');
    const steps = Array.from({ length: 500 }, (_, n): RunEvent => ({ event: 'step', subject: real, text: String(n) }));
    const [part] = after(steps).parts;
    equal(part!.steps.length, 100);
    equal(part!.steps.at(-1), '499');
  });

  it('is told of a run elsewhere as of one here', () => {
    const { parts, state } = finished('2', request, [{ subject: subject(0, 'unsafe'), result: failed }]);
    equal(state, 'done');
    deepEqual(parts, after([{ event: 'ended', subject: subject(0, 'unsafe'), result: failed }]).parts);
  });
});

describe('a replay asks for one schedule', () => {
  it('of a scenario: of one drive and one version', () => {
    deepEqual(replayOf(request, subject(1, 'safe'), 'r2'), {
      run: 'scenario',
      id: 'lost-update',
      drives: [1],
      forms: ['explored'],
      replay: { version: 'safe', choices: 'r2' },
    });
  });

  it('of a program of a file', () => {
    const whole = { run: 'file', file: '/p/a.race.ts' } as const;
    const program = { name: 'deposits', index: 0, of: 1, form: 'explored' } as const;
    deepEqual(replayOf(whole, program, 'r'), { run: 'file', file: '/p/a.race.ts', program: 'deposits', replay: 'r' });
  });
});

describe('after a replay', () => {
  const before = after(events);
  const replayed = (...all: RunEvent[]): Run =>
    all.reduce(reduce, begun('2', replayOf(request, subject(0, 'unsafe'), 'r'), request));
  const refused: RunEvent = { event: 'stopped', why: 'refused', message: 'That is no replay string.' };

  it('its schedule is there', () => {
    const one = replayed({ event: 'ended', subject: subject(0, 'unsafe'), result: failed }, { event: 'done' });
    equal(afterReplay(before, one), one);
  });

  it('that could not be run, what was there before is, and why', () => {
    deepEqual(afterReplay(before, replayed(refused)), { ...before, refusal: 'That is no replay string.' });
  });

  it('that was cancelled, it is', () => {
    const cancelled = replayed({ event: 'stopped', why: 'cancelled', message: 'Cancelled.' });
    equal(afterReplay(before, cancelled), cancelled);
  });
});

describe('what is said of a run', () => {
  const unsafe = { ...after(events.slice(0, 3)).parts[0]! };

  it('of a program: runs, fails as it should, holds, not as expected, not finished', () => {
    deepEqual(saidOf(unsafe, false), {
      tone: 'running',
      verdict: 'Running',
      detail: '6 schedules so far, 2 of them fail · every order',
    });
    equal(saidOf(unsafe, true).verdict, 'Not finished');
    const [bad, good] = after(events).parts;
    deepEqual(saidOf(bad!, true), {
      tone: 'bad',
      verdict: 'Fails',
      detail: 'complete: 2 of 6 schedules fail · no order is left out',
    });
    deepEqual([saidOf(good!, true).tone, saidOf(good!, true).verdict], ['good', 'Holds']);
    const odd = { ...good!, result: { ...good!.result!, asExpected: false } };
    deepEqual([saidOf(odd, true).tone, saidOf(odd, true).verdict], ['odd', 'Holds']);
  });

  it('of all of it', () => {
    equal(statusOf(after([])), 'Starting…');
    match(statusOf(after(events.slice(0, 2))), /^Trying the unsafe version “an update is lost”… 4 schedules$/);
    equal(statusOf(after(events)), 'Done: 30 schedules.');
    const cancelled: RunEvent = { event: 'stopped', why: 'cancelled', message: 'Cancelled.' };
    equal(statusOf(after([...events.slice(0, 2), cancelled])), 'Cancelled after 4 schedules.');
  });
});
