import { deepEqual, equal, match } from 'node:assert/strict';
import { joinsOf, racesOf, textOf } from '../../src/picture/index.ts';
import { lazyClient, lostUpdate, passing, picture } from './samples.ts';

describe('what makes the race in a picture', () => {
  const stale = (watched: Record<string, string>, ...told: [task: string, ...does: string[]][]) =>
    racesOf(
      picture(
        watched,
        told.map(([task, ...does]) => ({ task, does })),
      ),
    ).map(({ read, write, act }) => [read.step, write.step, act.step]);

  it('is a read, a write of another, and a write of the reader without a new read', () => {
    deepEqual(racesOf(lostUpdate), [
      {
        kind: 'stale',
        watched: 0,
        read: { step: 1, access: 0 },
        write: { step: 3, access: 0 },
        act: { step: 4, access: 0 },
      },
    ]);
    deepEqual(
      racesOf(lazyClient).map(({ read, write, act }) => [read.step, write.step, act.step]),
      [[1, 5, 6]],
    );
    deepEqual(
      stale({ n: '0' }, ['A', 'reads 0'], ['B', 'writes 0 = 1'], ['A', 'reads 0', 'writes 0 = 2']),
      [[1, 2, 3]],
      'a check, and a write that only reads anew to compute',
    );
  });

  it('is where other code of the same step comes first', () => {
    const { steps, ...rest } = picture({ tasks: '1' }, [
      { task: 'owner', does: ['reads 0'] },
      { task: 'late', does: ['writes 0 = 2', 'reads 0', 'writes 0 = 0'] },
    ]);
    const [first, second] = steps;
    const [adds, ...clears] = second!.accesses;
    const accesses = [adds!, ...clears.map((one) => ({ ...one, task: 'owner' }))];
    const picked = { ...rest, steps: [first!, { ...second!, accesses }] };
    deepEqual(racesOf(picked), [
      {
        kind: 'stale',
        watched: 0,
        read: { step: 1, access: 0 },
        write: { step: 2, access: 0 },
        act: { step: 2, access: 2 },
      },
    ]);
    deepEqual(
      joinsOf(picked).map(({ kind }) => kind),
      ['stale'],
    );
  });

  it('is not what the reader itself has written, nor another location', () => {
    deepEqual(stale({ n: '0' }, ['A', 'reads 0'], ['A', 'writes 0 = 1'], ['B', 'reads 0'], ['B', 'writes 0 = 2']), []);
    deepEqual(stale({ n: '0', m: '0' }, ['A', 'reads 0'], ['B', 'writes 1 = 1'], ['A', 'writes 0 = 2']), []);
  });

  it('is a step that does not look again, where nothing is written', () => {
    deepEqual(stale({ open: 'true' }, ['A', 'reads 0'], ['B', 'writes 0 = false'], ['A'], ['A']), [[1, 2, 3]]);
    deepEqual(stale({ open: 'true' }, ['A', 'reads 0'], ['B', 'writes 0 = false'], ['A'], ['A', 'reads 0']), []);
  });

  it('is a write of its own that is gone, where nothing is read', () => {
    const told: [string, ...string[]][] = [
      ['A', 'reads 0', 'writes 0 = a'],
      ['B', 'reads 0', 'writes 0 = b'],
      ['A', 'writes 0 = none'],
    ];
    deepEqual(stale({ running: 'none' }, ...told), [[1, 2, 3]]);
    match(
      textOf(
        picture(
          { running: 'none' },
          told.map(([task, ...does]) => ({ task, does })),
        ),
      ),
      /acts on what it wrote/,
    );
    deepEqual(stale({ n: '0' }, ['A', 'writes 0 = 1'], ['B', 'writes 0 = 2'], ['A', 'reads 0', 'writes 0 = 3']), []);
  });

  it('is an older answer that comes last, where nothing is read', () => {
    deepEqual(stale({ shown: '' }, ['old'], ['new'], ['new', 'writes 0 = b'], ['old', 'writes 0 = a']), [[1, 3, 4]]);
    deepEqual(stale({ shown: '' }, ['old'], ['new'], ['old', 'writes 0 = a'], ['new', 'writes 0 = b']), []);
  });

  it('is what another one takes away from under a task', () => {
    const take: [string, ...string[]][] = [
      ['A', 'writes 0 = made'],
      ['B', 'reads 0', 'writes 0 = none'],
      ['A', 'reads 0'],
    ];
    deepEqual(stale({ client: 'none' }, ...take), [[1, 2, 3]]);
    match(
      textOf(
        picture(
          { client: 'none' },
          take.map(([task, ...does]) => ({ task, does })),
        ),
      ),
      /A finds that instead/,
    );
    const [makes, , reads] = take;
    deepEqual(stale({ client: 'none' }, makes!, ['B', 'writes 0 = made'], reads!), []);
  });

  it('is what another one sees of what is half done, where nothing else is', () => {
    deepEqual(stale({ group: '' }, ['A', 'writes 0 = made'], ['B', 'reads 0'], ['A']), [[3, 1, 2]]);
    deepEqual(stale({ group: '' }, ['A'], ['A', 'writes 0 = made'], ['B', 'reads 0'], ['B']), []);
  });

  it('is not what the program sees when all is over', () => {
    const told = [
      { task: 'program', does: ['reads 0'] },
      { task: 'A', does: ['writes 0 = 1'] },
      { task: 'program', label: 'all tasks have ended' },
    ];
    deepEqual(racesOf(picture({ n: '0' }, told)), []);
  });

  it('is nothing where nothing goes wrong; accesses are joined all the same', () => {
    deepEqual(racesOf(passing), []);
    deepEqual(
      joinsOf(passing).map(({ from, to, kind }) => [from.step, to.step, kind]),
      [[3, 4, 'order']],
    );
  });

  it('draws one line between two steps', () => {
    const joins = joinsOf(lazyClient).map(({ from, to }) => `${from.step}-${to.step}`);
    equal(new Set(joins).size, joins.length);
    deepEqual(joins.sort(), ['1-5', '5-6']);
  });
});
