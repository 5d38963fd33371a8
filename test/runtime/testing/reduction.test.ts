import assert from 'node:assert/strict';
import { Mutex } from '../../../runtime/src/index.ts';
import { explore, type Program, type Task } from '../../../runtime/src/testing/index.ts';
import { randomProgram, type Shape } from './random-programs.ts';

/** Per shape: so many random programs, of which only those count that plain search can finish. */
const SHAPES: Record<string, Shape> = {
  'reads and writes': { extras: [], tasks: 2, ops: 4 },
  'reads and writes of three tasks': { extras: [], tasks: 3, ops: 2 },
  'steps that declare nothing': { extras: ['undeclared'], tasks: 3, ops: 2 },
  'virtual time': { extras: ['sleep'], tasks: 3, ops: 2 },
  'wrapped functions': { extras: ['wrapped'], tasks: 2, ops: 3 },
  'locks, whose waiters run in the step of a release': { extras: ['lock'], tasks: 2, ops: 2 },
  'locks of three tasks': { extras: ['lock'], tasks: 3, ops: 1 },
  'tasks that wait for two of their own steps at once': { extras: ['fork'], tasks: 2, ops: 1 },
  'tasks that begin tasks': { extras: ['spawn'], tasks: 2, ops: 2 },
  'all of it': { extras: ['undeclared', 'sleep', 'wrapped', 'lock', 'hops', 'spawn', 'fork'], tasks: 2, ops: 2 },
};

const PROGRAMS = Number(process.env.RACEGUARD_PROGRAMS ?? 12);

/** Everything that depth-first search sees, and how many schedules it takes; `undefined` if it does not get to an end. */
async function seen(program: Program, reduction: boolean) {
  const ends = new Set<string>();
  let schedules = 0;
  const { complete, failure } = await explore(program, {
    reduction,
    keepGoing: true,
    schedules: 8000,
    random: 0,
    onSchedule: ({ phase, outcome, failed }) => {
      if (phase !== 'every order') return;
      schedules++;
      ends.add(`${failed ? 'fails ' : ''}${JSON.stringify(outcome)}`);
    },
  });
  assert.notEqual(failure?.kind, 'nondeterminism', failure?.text);
  return complete && schedules > 0 ? { ends: [...ends].sort(), schedules } : undefined;
}

describe('explore: reduction', function () {
  this.timeout(60_000);
  let [plain, reduced] = [0, 0];

  for (const [title, shape] of Object.entries(SHAPES)) {
    it(`loses no outcome of random programs with ${title}`, async () => {
      let compared = 0;
      for (let seed = 1; seed <= PROGRAMS; seed++) {
        const { program, text } = randomProgram(seed * 7919, shape);
        const all = await seen(program, false);
        const some = await seen(program, true);
        if (all === undefined || some === undefined) continue;
        compared++;
        plain += all.schedules;
        reduced += some.schedules;
        assert.deepEqual(some.ends, all.ends, text);
      }
      assert.ok(compared >= PROGRAMS / 4, `only ${compared} programs were small enough`);
    });
  }

  for (const one of [false, true]) {
    const of = one ? 'the same task' : 'another task';
    it(`knows what a step may wake: a waiter of ${of} reads in the step of the release`, async () => {
      const program: Program = async (t) => {
        let [value, saw] = ['old', ''];
        const mutex = new Mutex();
        const writes = async (me: Task) => {
          await me.step('write', 'value');
          value = 'new';
        };
        const holds = async (me: Task) => {
          await me.step('lock', 'mutex');
          const handle = await mutex.acquire();
          await me.step('unlock', 'mutex');
          handle.release();
        };
        const waits = async (me: Task) => {
          await me.step('lock', { reads: 'value', writes: 'mutex' });
          const waited = mutex.locked;
          const handle = await mutex.acquire();
          saw = `${value}${waited ? ', waited' : ''}`;
          handle.release();
        };
        if (one) {
          t.task('all', (me) => Promise.all([writes(me), holds(me), waits(me)]), []);
          // Without another task there is no preemption, and plain search is all there is.
          t.task(
            'other',
            async (me) => {
              for (let n = 0; n < 3; n++) await me.step('other', []);
            },
            [],
          );
        } else for (const task of [writes, holds, waits]) t.task(task.name, task, []);
        await t.all();
        return saw;
      };
      const expected = ['"new"', '"new, waited"', '"old"', '"old, waited"'];
      assert.deepEqual((await seen(program, false))?.ends, expected);
      assert.deepEqual((await seen(program, true))?.ends, expected);
    });
  }

  it('is worth it', () => {
    assert.ok(reduced * 5 < plain, `${reduced} schedules instead of ${plain}`);
  });

  it('takes one order of tasks that share nothing', async () => {
    let schedules = 0;
    await explore(
      async (t) => {
        for (const name of ['A', 'B', 'C']) {
          t.task(
            name,
            async (me) => {
              for (let n = 0; n < 3; n++) await me.step('own', name);
            },
            name,
          );
        }
        await t.all();
      },
      { onSchedule: ({ phase }) => (schedules += Number(phase === 'every order')) },
    );
    assert.equal(schedules, 1);
  });

  it('keeps every order of steps that an invariant can see', async () => {
    const program: Program = async (t) => {
      const done = { A: 0, B: 0 };
      const states: string[] = [];
      t.invariant(() => states.push(`${done.A}${done.B}`), ['A', 'B']);
      for (const name of ['A', 'B'] as const) {
        t.task(
          name,
          async (me) => {
            await me.step('own', name);
            done[name]++;
            await me.step('own', name);
            done[name]++;
          },
          name,
        );
      }
      await t.all();
      return states;
    };
    const states = new Set((await seen(program, true))?.ends.flatMap((end) => JSON.parse(end)));
    assert.equal(states.size, 9, 'all of 3 × 3');
  });

  it('a wrong declaration does hide outcomes: the comparison above can fail', async () => {
    const program =
      (access: string[]): Program =>
      async (t) => {
        let last = '';
        for (const name of ['A', 'B', 'C']) {
          t.task(
            name,
            async (me) => {
              for (let n = 0; n < 2; n++) {
                await me.step('writes', access);
                last += name;
              }
            },
            access,
          );
        }
        await t.all();
        return last;
      };
    const all = await seen(program(['last']), true);
    const some = await seen(program([]), true);
    assert.equal(all?.ends.length, 90);
    assert.equal(some?.ends.length, 1);
  });
});
