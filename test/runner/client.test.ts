/** Programs that behave. */
import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { Programs, run } from './support.ts';

const counter = (writes: string): string => `
export const twoDeposits = async (t) => {
  let stored = 0;
  const read = t.wrap(async () => stored, { name: 'read' });
  const deposit = async () => { ${writes} };
  t.task('A', deposit);
  t.task('B', deposit);
  await t.all();
  console.log('stored', stored);
  if (stored !== 20) throw new Error(stored + ' instead of 20');
};`;

describe('a run', () => {
  it('of a scenario tells how the unsafe program fails and the safe one passes, and where', async () => {
    const heard = await run({ run: 'scenario', id: 'runner', drives: [0] });
    equal(heard.end, 'done');
    deepEqual(
      heard.all('began').map(({ subject }) => [subject.name, subject.version]),
      [
        ['a second run enters the same group', 'unsafe'],
        ['a second run enters the same group', 'safe'],
      ],
    );
    const [unsafe, safe] = heard.all('ended').map(({ result }) => result);
    ok(unsafe?.asExpected && safe?.asExpected);
    match(unsafe.summary, /^complete: \d+ of \d+ schedules fail$/);
    match(safe.summary, /^complete: \d+ schedules$/);
    match(unsafe.failure!.text, /may only be entered once/);
    match(unsafe.explored!.picture.failure!.place!.file, /scenarios\/runner\/unsafe\.ts$/);
    ok(unsafe.explored!.picture.steps.some(({ place }) => place?.file.endsWith('unsafe.ts')));
    ok(safe.explored!.picture.steps.every(({ place }) => !place || place.file.endsWith('safe.ts')));
  });

  it('of a file tells which program fails; what it prints is told of the schedule that is shown', async () => {
    using programs = new Programs({ 'deposits.race.ts': counter('stored = (await read()) + 10;') });
    const heard = await programs.run('deposits.race.ts');
    equal(heard.end, 'done');
    const { result } = heard;
    equal(result.asExpected, false);
    equal(result.failure?.message, 'Error: 10 instead of 20');
    equal(heard.output, 'stored 10\n');
    programs.assertGone();
  });

  it('counts every schedule in its marks', async () => {
    using programs = new Programs({ 'deposits.race.ts': counter('await read(); stored += 10; await read();') });
    const heard = await programs.run('deposits.race.ts');
    const { explored, summary } = heard.result;
    ok(explored!.complete);
    const marks = heard.all('progress').map((progress) => progress.marks);
    match(marks.join(''), /^(\d+\.)+$/);
    const counted = marks
      .join('')
      .split('.')
      .reduce((sum, part) => sum + Number(part), 0);
    equal(counted, explored!.schedules);
    equal(summary, `complete: ${counted} schedules`);
    ok(explored!.picture.steps.some(({ switched }) => switched));
  });

  it('replays the schedule that a failure, or a passing program, has shown', async () => {
    using programs = new Programs({
      'fails.race.ts': counter('stored = (await read()) + 10;'),
      'passes.race.ts': counter('await read(); stored += 10;'),
    });
    for (const name of ['fails.race.ts', 'passes.race.ts']) {
      const { explored } = (await programs.run(name)).result;
      const file = programs.folder.at(name);
      const again = (await run({ run: 'file', file, replay: explored!.replay })).result;
      deepEqual(again.explored!.picture, explored!.picture);
      equal(again.explored!.schedules, 1);
    }
  });
});
