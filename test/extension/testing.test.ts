import { deepEqual, equal } from 'node:assert/strict';
import type { Ended } from '../../src/extension/scenarios/model.ts';
import { jobsOf, type Leaf, leafOf, programsOf, replayFor, requestFor } from '../../src/extension/testing/leaf.ts';
import {
  complaintsOf,
  descriptionOf,
  forTerminal,
  outputOf,
  placeOf,
  progressOf,
  stoppedBecause,
} from '../../src/extension/testing/tell.ts';
import type { Picture, PictureStep, Subject } from '../../src/protocol/runner.ts';

const drive = (index: number, scenario = 'runner'): Leaf => ({ of: 'drive', scenario, index });
const real: Leaf = { of: 'real', scenario: 'runner' };
const program = (name: string): Leaf => ({ of: 'program', file: '/w/a.race.ts', name });

const subject = (version?: Subject['version'], form: Subject['form'] = 'explored'): Subject => ({
  name: 'two clients',
  index: 0,
  of: 1,
  form,
  ...(version ? { version } : {}),
});
const step = (n: number, place?: { line: number }, accessed?: { line: number }): PictureStep => ({
  n,
  task: 'A',
  label: 'read',
  values: [],
  at: 0,
  switched: false,
  shared: [],
  ...(place ? { place: { file: '/w/a.ts', column: 3, ...place } } : {}),
  accesses: accessed
    ? [{ watched: 0, kind: 'read', value: '1', place: { file: '/w/a.ts', column: 1, ...accessed } }]
    : [],
});
const picture = (steps: readonly PictureStep[], failureLine?: number): Picture => ({
  lanes: ['A'],
  opening: [],
  watched: [],
  steps,
  failure: {
    kind: 'error',
    message: 'Error: two',
    ...(failureLine ? { place: { file: '/w/a.ts', line: failureLine, column: 5 } } : {}),
  },
});
const ended = (
  version: Subject['version'],
  asExpected: boolean,
  { fails = false, schedules = 10, complete = true, form = 'explored' as Subject['form'] } = {},
): Ended => ({
  subject: subject(version, form),
  result: {
    asExpected,
    summary: `complete: ${schedules} schedules`,
    ...(fails ? { failure: { kind: 'error', message: 'Error: two', text: 'error\n\n   1  A  read\n' } } : {}),
    ...(form === 'explored'
      ? {
          explored: {
            schedules,
            failing: fails ? 1 : 0,
            complete,
            picture: picture([step(1, { line: 4 })], 7),
            replay: 'rg1-0',
          },
        }
      : {}),
    ms: 5,
  },
});

describe('what the Testing view asks for', () => {
  it('is one process for a scenario, and one for each program of a user, those first', () => {
    const jobs = jobsOf([drive(0), drive(2), program('a'), real, drive(0, 'token'), program('b')]);
    deepEqual(
      jobs.map(({ request }) => request),
      [
        { run: 'file', file: '/w/a.race.ts', program: 'a' },
        { run: 'file', file: '/w/a.race.ts', program: 'b' },
        { run: 'scenario', id: 'runner', drives: [0, 2], forms: ['explored', 'real'] },
        { run: 'scenario', id: 'token', drives: [0], forms: ['explored'] },
      ],
    );
  });

  it('is a real form alone where only that is chosen, and a whole file where all of it is', () => {
    deepEqual(requestFor([real]), { run: 'scenario', id: 'runner', forms: ['real'] });
    deepEqual(requestFor([program('a'), program('b')]), { run: 'file', file: '/w/a.race.ts' });
  });

  it('is one schedule for a replay, which a real form has none of', () => {
    deepEqual(replayFor(program('a'), 'rg1-01'), { run: 'file', file: '/w/a.race.ts', program: 'a', replay: 'rg1-01' });
    deepEqual(replayFor(drive(1), 'rg1-01', 'safe'), {
      run: 'scenario',
      id: 'runner',
      drives: [1],
      forms: ['explored'],
      replay: { version: 'safe', choices: 'rg1-01' },
    });
    equal(replayFor(real, 'rg1-01'), undefined);
  });

  it('comes back under the item that it is about', () => {
    const [job] = jobsOf([drive(0), drive(1), real]);
    equal(leafOf(job!, subject('unsafe')), job!.leaves[0]);
    equal(leafOf(job!, { ...subject('safe'), index: 1 }), job!.leaves[1]);
    equal(leafOf(job!, subject('unsafe', 'real')), real);
    equal(leafOf(job!, { ...subject('unsafe'), index: 7 }), undefined);
    deepEqual([drive(0), real, program('a')].map(programsOf), [2, 2, 1]);
  });
});

describe('what the Testing view says', () => {
  const unsafe = ended('unsafe', true, { fails: true, schedules: 3 });

  it('shows both versions in the output, with the schedule that fails', () => {
    equal(
      outputOf(unsafe),
      '  unsafe version: fails as documented: complete: 3 schedules\n\n       1  A  read, line 4\n     ✖ Fails: two (line 7)\n\n       replay: rg1-0\n\n',
    );
    equal(outputOf(ended('safe', true)), '  safe version: passes: complete: 10 schedules\n');
    equal(outputOf(ended('unsafe', false)), '  unsafe version: does not fail: complete: 10 schedules\n');
    equal(outputOf(ended(undefined, true)), '  passes: complete: 10 schedules\n');
    const real = ended('safe', true, { form: 'real' });
    equal(outputOf({ ...real, result: { ...real.result, summary: 'passes' } }), '  safe version: passes\n');
  });

  it('complains of what is not as documented, and of nothing else', () => {
    deepEqual(complaintsOf([unsafe, ended('safe', true)]), []);
    deepEqual(
      complaintsOf([ended('unsafe', false), ended('safe', false, { fails: true })]).map(({ title }) => title),
      ['The unsafe version: complete: 10 schedules', 'The safe version fails: Error: two'],
    );
    const [complaint] = complaintsOf([ended(undefined, false, { fails: true })]);
    deepEqual(complaint, {
      title: 'Error: two',
      text: '   1  A  read, line 4\n ✖ Fails: two (line 7)\n\n   replay: rg1-0',
      place: { file: '/w/a.ts', line: 7, column: 5 },
      replay: 'rg1-0',
    });
    equal(complaintsOf([ended('unsafe', false, { fails: true, form: 'real' })])[0]!.replay, undefined);
  });

  it('says beside the name how many schedules hold, and when that is no proof', () => {
    equal(descriptionOf([unsafe, ended('safe', true, { schedules: 1326 })]), '1,326 schedules');
    equal(progressOf({ schedules: 1, failing: 0 }), '1 schedule …');
    equal(progressOf({ schedules: 1200, failing: 3 }), '1,200 schedules, 3 failing …');
    equal(descriptionOf([ended(undefined, true, { complete: false })]), 'bounded: 10 schedules');
    equal(descriptionOf([ended(undefined, false, { fails: true, complete: false })]), '1 of 10 schedules failing');
    equal(descriptionOf([ended('unsafe', true, { form: 'real' }), ended('safe', true, { form: 'real' })]), '');
  });

  it('leads to the line that fails: where it was thrown, else where the last step stands', () => {
    equal(placeOf(picture([step(1, { line: 4 })], 7))?.line, 7);
    equal(placeOf(picture([step(1, { line: 4 }), step(2, { line: 5 }, { line: 6 }), step(3)]))?.line, 6);
    equal(placeOf(picture([step(1)])), undefined);
  });

  it('tells why a run was stopped, and ends lines as a terminal wants them', () => {
    equal(stoppedBecause('hangs', 'no sign of life for 10 s'), 'It hangs: no sign of life for 10 s');
    equal(forTerminal('a\nb\r\n'), 'a\r\nb\r\n');
  });
});
