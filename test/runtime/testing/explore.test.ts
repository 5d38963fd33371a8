import assert from 'node:assert/strict';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { ArgumentError, RaceguardError } from '../../../runtime/src/index.ts';
import { explore, type Program } from '../../../runtime/src/testing/index.ts';
import { settled } from '../support.ts';

/** Two tasks add to a balance that they have read before. */
const lostUpdate: Program = async (t) => {
  let balance = 0;
  const account = t.wrapAll({
    read: async () => balance,
    write: async (value: number) => {
      balance = value;
    },
  });
  for (const name of ['A', 'B']) t.task(name, async () => account.write((await account.read()) + 10));
  await t.all();
  if (balance !== 20) throw new Error(`the balance is ${balance}`);
};

/** So many tasks of so many steps. */
const steps =
  (tasks: number, count: number): Program =>
  async (t) => {
    for (let n = 0; n < tasks; n++) {
      t.task(`T${n}`, async (me) => {
        for (let step = 1; step < count; step++) await me.step();
      });
    }
    await t.all();
  };

describe('explore: what it tells', () => {
  it('a timeline that one can read, with what was called, returned and thrown, and where it switches', async () => {
    const { failure } = await explore(lostUpdate, { name: 'deposit' });
    assert.equal(
      failure?.text.replace(/rg1-\S+/, '…'),
      `deposit: error in this order of steps

    1  A        starts
    2  A        read()
    3  A        read answers  → 0
 >  4  B        starts
    5  B        read()
    6  B        read answers  → 0
    7  B        write(10)
    8  B        write answers
    9  A        write(10)
   10  A        write answers
   11  program  all tasks have ended
       ✖ Error: the balance is 10

   replay: '…
`,
    );
  });

  it('the same as plain JSON', async () => {
    const { failure, timeline } = await explore(lostUpdate);
    assert.equal(timeline, failure?.timeline);
    assert.deepEqual(JSON.parse(JSON.stringify(timeline)), timeline);
    assert.deepEqual(timeline?.lanes, ['A', 'B', 'program']);
    const { sites: thrown = [], ...failed } = timeline?.failure ?? {};
    assert.deepEqual(failed, { kind: 'error', message: 'Error: the balance is 10' });
    assert.match(thrown[0]?.file ?? '', /explore\.test\.ts$/);
    const { sites = [], ...step } = timeline?.steps[2] ?? {};
    assert.match(sites[0]?.file ?? '', /explore\.test\.ts$/);
    assert.deepEqual(step, {
      n: 3,
      task: 'A',
      label: 'read answers',
      values: ['→ 0'],
      at: 0,
      switched: false,
      accesses: [],
      shared: [],
    });
    assert.deepEqual(
      timeline?.steps.filter(({ switched }) => switched).map(({ n }) => n),
      [4],
    );
  });

  it('notes, at the step and with the task they come from', async () => {
    const { timeline } = await explore(async (t) => {
      t.note('begin', { a: [1, 'x'] });
      t.task('A', async (me) => {
        await me.step('works');
        me.note('saw', 1);
      });
      await t.all();
      throw new Error('so that it is told');
    });
    assert.deepEqual(timeline?.opening, ['begin {a: [1, "x"]}']);
    assert.deepEqual(timeline?.steps[1]?.values, ['saw 1']);
  });

  it('the failure with the fewest switches, also if it was found at random', async () => {
    const program: Program = async (t) => {
      let [written, wrong] = ['', false];
      for (const name of ['A', 'B', 'C', 'D']) {
        t.task(name, async (me) => {
          for (let n = 0; n < 6; n++) {
            await me.step();
            written += name;
            if (/AAAB+A/.test(written)) wrong = true;
          }
        });
      }
      await t.all();
      if (wrong) throw new Error('wrong');
    };
    const { failure } = await explore(program, { schedules: 0, random: 5000 });
    const order = failure?.timeline.steps.map(({ task }) => task).join('') ?? '';
    const tasks = order.replace(/program/, '').replace(/(.)\1*/g, '$1');
    assert.equal(tasks.match(/[AB]+/g)?.join(''), 'ABA', failure?.text);
    assert.ok(tasks.length <= 7, tasks);
  });

  it('how many schedules fail, if it is to go on', async () => {
    const all = await explore(lostUpdate, { keepGoing: true });
    assert.equal(all.complete, true);
    assert.ok(all.failing > 1 && all.failing < all.schedules);
    assert.match(all.summary, /^complete: [\d,]+ schedules, [\d,]+ failing$/);
    assert.equal((await explore(lostUpdate)).failing, 1);
  });

  it('what the program returned, and how often', async () => {
    const { outcomes, schedules } = await explore(async (t) => {
      let last = '';
      for (const name of ['A', 'B']) {
        t.task(name, () => {
          last = name;
        });
      }
      await t.all();
      return { last };
    });
    assert.deepEqual([...outcomes.keys()].sort(), ['{"last":"A"}', '{"last":"B"}']);
    assert.equal(
      [...outcomes.values()].reduce((a, b) => a + b),
      schedules,
    );
  });
});

describe('explore: replay', () => {
  it('runs exactly the schedule that failed, and no other', async () => {
    const { failure } = await explore(lostUpdate);
    assert.match(failure?.replay ?? '', /^rg1-[\dx.]+-[\da-z]+$/);
    let runs = 0;
    const again = await explore(
      (t) => {
        runs++;
        return lostUpdate(t);
      },
      { replay: failure?.replay },
    );
    assert.equal(runs, 1);
    assert.equal(again.failure?.text, failure?.text);
    assert.equal(again.summary, 'replayed: 1 schedule, 1 failing');
  });

  it('of a program put right, whose steps are the same, passes and gives its timeline', async () => {
    const program =
      (right: boolean): Program =>
      async (t) => {
        let value = 0;
        for (const name of ['A', 'B']) {
          t.task(name, async (me) => {
            const seen = value;
            await me.step('adds');
            value = (right ? value : seen) + 1;
          });
        }
        await t.all();
        if (value !== 2) throw new Error(`${value}`);
      };
    const { failure } = await explore(program(false));
    const { failure: none, timeline } = await explore(program(true), { replay: failure?.replay });
    assert.equal(none, undefined);
    assert.deepEqual(timeline?.steps, failure?.timeline.steps);
    assert.equal(timeline?.failure, null);
  });

  it('of the choices that a callback was told is that schedule', async () => {
    const told: { choices: readonly number[]; tasks: string[]; failed: boolean }[] = [];
    await explore(lostUpdate, {
      keepGoing: true,
      onSchedule: ({ choices, order, tasks, failed }) =>
        told.push({ choices, tasks: order.map((task) => tasks[task] as string), failed }),
    });
    for (const { choices, tasks, failed } of told.slice(0, 40)) {
      const { timeline, failure } = await explore(lostUpdate, { replay: choices });
      assert.deepEqual(
        timeline?.steps.map(({ task }) => task),
        tasks,
      );
      assert.equal(failure !== undefined, failed);
    }
    await assert.rejects(explore(lostUpdate, { replay: [7] }), /The replay 7 was made with another program/);
  });

  it('refuses a string of another program, or none at all', async () => {
    const { failure } = await explore(lostUpdate);
    await assert.rejects(explore(steps(2, 9), { replay: failure?.replay }), /was made with another program/);
    await assert.rejects(explore(steps(1, 2), { replay: failure?.replay }), ArgumentError);
    for (const replay of ['', 'rg1-', 'rg1-1.2', 'rg2-0-abc', 'rg1-x-abc']) {
      await assert.rejects(explore(lostUpdate, { replay }), /is no replay string/, replay);
    }
  });
});

describe('explore: programs that are not deterministic', () => {
  it('steps that depend on what outlives a run', async () => {
    let runs = 0;
    const { failure, complete } = await explore(async (t) => {
      const extra = ++runs > 5;
      for (const name of ['A', 'B', 'C']) {
        t.task(name, async (me) => {
          await me.step('one');
          if (extra) await me.step('one more');
        });
      }
      await t.all();
    });
    assert.equal(failure?.kind, 'nondeterminism');
    assert.match(failure?.message ?? '', /led to other steps.*module variable, Date, Math\.random, I\/O/s);
    assert.equal(complete, false);
  });

  it('an outcome that depends on it', async () => {
    let runs = 0;
    const { failure } = await explore(async (t) => {
      t.task('A', async (me) => me.step());
      await t.all();
      return ++runs;
    });
    assert.equal(failure?.kind, 'nondeterminism');
    assert.match(failure?.message ?? '', /taken twice, did not end alike/);
  });

  it('a failure that does not come again', async () => {
    let runs = 0;
    const { failure } = await explore(async (t) => {
      t.task('A', async (me) => me.step());
      t.task('B', async (me) => me.step());
      await t.all();
      if (++runs === 6) throw new Error('once');
    });
    assert.equal(failure?.kind, 'nondeterminism');
    assert.match(failure?.message ?? '', /A schedule failed \(Error: once\), but not when it ran again/);
  });

  it('real timers and I/O, instead of a deadlock', async () => {
    const { failure } = await explore(async (t) => {
      t.task('A', () => new Promise((resolve) => setTimeout(resolve, 1)));
      await t.all();
    });
    assert.equal(failure?.kind, 'nondeterminism');
    assert.match(failure?.message ?? '', /waits for real time or I\/O.*`t\.sleep`/s);
  });
});

describe('explore: its end', function () {
  this.timeout(60_000);
  it('rejects with the reason of its signal, before it begins or under way', async () => {
    const reason = new Error('enough');
    await assert.rejects(explore(lostUpdate, { signal: AbortSignal.abort(reason) }), reason);
    const controller = new AbortController();
    const exploring = explore(steps(6, 9), { signal: controller.signal, schedules: Number.POSITIVE_INFINITY });
    await settled();
    controller.abort(reason);
    await assert.rejects(exploring, reason);
  });

  it('tells how many schedules it has tried', async () => {
    const told: number[] = [];
    const { schedules } = await explore(steps(3, 4), { onProgress: (progress) => told.push(progress.schedules) });
    assert.ok(told.length >= 1);
    assert.equal(told.at(-1), schedules);
    assert.deepEqual(
      told,
      [...told].sort((a, b) => a - b),
    );
  });

  it('rejects with what a callback threw', async () => {
    const onSchedule = () => {
      throw new Error('full');
    };
    await assert.rejects(explore(steps(2, 2), { onSchedule }), /full/);
  });

  it('explorations that are begun at the same time run one after the other', async () => {
    const results = await Promise.all([explore(lostUpdate), explore(steps(2, 3)), explore(lostUpdate)]);
    assert.deepEqual(
      results.map(({ failure }) => failure?.kind),
      ['error', undefined, 'error'],
    );
  });

  it('refuses what can mean nothing', async () => {
    const wrong = (promise: Promise<unknown>, says: RegExp) =>
      assert.rejects(promise, (error) => error instanceof ArgumentError && says.test(error.message));
    await wrong(explore(undefined as never), /was given no program/);
    await wrong(explore(lostUpdate, { schedules: -1 }), /schedules is -1/);
    await wrong(explore(lostUpdate, { maxSteps: Number.NaN }), /maxSteps is NaN/);
    const nested = await explore(async () => {
      await explore(lostUpdate);
    });
    assert.match(nested.failure?.message ?? '', /called inside a program that is being explored/);
    const task = await explore((t) => t.task('A', undefined as never));
    assert.ok(task.failure?.error instanceof RaceguardError);
  });

  it('keeps nothing of 100,000 schedules that it streams', async () => {
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    const used: number[] = [];
    let n = 0;
    // Another outcome every time, but for the check that the same schedule ends alike twice.
    const program: Program = async (t) => {
      await steps(3, 5)(t);
      return Math.max(0, ++n - 2)
        .toString()
        .padEnd(100);
    };
    await explore(program, {
      schedules: 100_000,
      random: 0,
      onSchedule: ({ n }) => {
        if (n % 25_000 !== 0) return;
        collect();
        used.push(process.memoryUsage().heapUsed);
      },
    });
    assert.equal(used.length, 4);
    const grown = (used[3] as number) - (used[0] as number);
    assert.ok(grown < 1_000_000, `${grown} bytes more after 75,000 schedules`);
  });
});
