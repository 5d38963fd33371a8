import assert from 'node:assert/strict';
import { Mutex } from '../../../runtime/src/index.ts';
import { explore, type Program } from '../../../runtime/src/testing/index.ts';

async function passes(program: Program, options = {}): Promise<string[]> {
  const { failure, complete, outcomes } = await explore(program, options);
  assert.equal(failure?.text, undefined);
  assert.equal(complete, true);
  return [...outcomes.keys()].map((key) => String(JSON.parse(key))).sort();
}

describe('explore: wrapped functions and objects', () => {
  for (const [park, expected] of Object.entries({
    call: ['new', 'old'],
    return: ['old'],
    both: ['new', 'old', 'old, then new'],
  })) {
    it(`park: '${park}' decides what fits between an effect and its answer`, async () => {
      const outcomes = await passes(async (t) => {
        let [stored, cached, answered] = ['old', '', ''];
        const load = t.wrap(async () => stored, { name: 'load', park: park as 'call' });
        t.task('reader', async () => {
          answered = await load();
          cached = answered;
          if (cached !== stored) cached = `${cached}, then ${stored}`;
        });
        t.task('writer', async (me) => {
          await me.step();
          if (park === 'return' && answered !== '') return;
          stored = park === 'return' ? stored : 'new';
        });
        await t.all();
        return cached;
      });
      assert.deepEqual(outcomes, expected);
    });
  }

  it('keep this, arguments, results and errors', async () => {
    await passes(async (t) => {
      class Store {
        readonly #values = new Map([['a', 1]]);
        readonly limit = 3;
        async get(key: string): Promise<number> {
          const value = this.#values.get(key);
          if (value === undefined) throw new RangeError(key);
          return value;
        }
        size(): number {
          return this.#values.size;
        }
      }
      const store = t.wrapAll(new Store(), ['get']);
      assert.equal(await store.get('a'), 1);
      await assert.rejects(store.get('b'), RangeError);
      assert.equal(store.size(), 1, 'not named, so not wrapped');
      assert.equal(store.limit, 3);
      assert.equal(store.get, store.get);
      const free = t.wrap(async function (this: unknown, a: number, b: number) {
        return [this, a, b];
      });
      const self = {};
      assert.deepEqual(await free.call(self, 1, 2), [self, 1, 2]);
    });
  });

  it('belong to the task that calls them, also one that was woken in the step of another', async () => {
    const { timeline } = await explore(async (t) => {
      const mutex = new Mutex();
      const use = t.wrap(async (name: string) => name, { name: 'use', park: 'call' });
      for (const name of ['A', 'B']) t.task(name, () => mutex.runExclusive(() => use(name)));
      await t.all();
      throw new Error('so that it is told');
    });
    const uses = timeline?.steps.filter(({ label }) => label === 'use') ?? [];
    assert.deepEqual(
      uses.map(({ task, detail }) => [task, detail]),
      [
        ['A', '"A"'],
        ['B', '"B"'],
      ],
    );
  });

  it('declare what they touch, by their arguments', async () => {
    const count = async (resource: (key: string) => string[]) => {
      let schedules = 0;
      await explore(
        async (t) => {
          // biome-ignore lint/suspicious/noThenProperty: an option of `wrap`, no promise
          const get = t.wrap(async (_key: string) => {}, { resource, then: [] });
          for (const key of ['a', 'b', 'c'])
            t.task(key, async () => {
              await get(key);
              await get(key);
            }, []);
          await t.all();
        },
        {
          onSchedule: ({ phase }) => {
            schedules += Number(phase === 'every order');
          },
        },
      );
      return schedules;
    };
    assert.equal(await count((key) => [key]), 1);
    assert.equal(await count(() => ['all']), 90);
  });
});

describe('explore: virtual time', () => {
  it('fires timers in the order they are due, and time stands still meanwhile', async () => {
    assert.deepEqual(
      await passes(async (t) => {
        const fired: string[] = [];
        for (const ms of [30, 10, 20]) {
          t.task(`sleeps ${ms}`, async (me) => {
            await me.sleep(ms);
            fired.push(`${ms} at ${me.now}`);
          });
        }
        await t.all();
        const sorted = fired.map((text) => Number(text.split(' ')[0]));
        return sorted.length;
      }),
      ['3'],
    );
  });

  it('lets a timer fire while others could go on: they were slow', async () => {
    const outcomes = await passes(async (t) => {
      let done = false;
      t.task('work', async (me) => {
        await me.step();
        done = true;
      });
      t.task('timeout', (me) => me.sleep(100));
      await t.all();
      return `${done} at ${t.now}`;
    });
    assert.deepEqual(outcomes, ['true at 100']);
    const race = await passes(
      async (t) => {
        const work = t.task('work', async (me) => {
          await me.step();
          return 'work';
        });
        const first = await Promise.race([work, t.sleep(100).then(() => 'timeout')]);
        await t.all();
        return first;
      },
      { allowLeaks: true },
    );
    assert.deepEqual(race, ['timeout', 'work']);
  });

  it('does not let a later timer fire before an earlier one', async () => {
    const outcomes = await passes(async (t) => {
      const order: string[] = [];
      t.task('A', async (me) => {
        const soon = me.sleep(5).then(() => order.push('soon'));
        const late = me.sleep(9).then(() => order.push('late'));
        await Promise.all([soon, late]);
      });
      t.task('B', (me) => me.step());
      await t.all();
      return order.join();
    });
    assert.deepEqual(outcomes, ['soon,late']);
  });

  it("timers: 'virtual' brings the program's own timers and clock under it, and gives the real ones back", async () => {
    const real = [setTimeout, clearTimeout, setInterval, clearInterval, Date.now];
    const outcomes = await passes(
      async (t) => {
        const began = Date.now();
        let ticks = 0;
        const interval = setInterval(() => ticks++, 60_000);
        await new Promise((resolve) => setTimeout(resolve, 3_600_000, 'an hour'));
        clearInterval(interval);
        clearTimeout(setTimeout(() => t.note('never'), 1));
        return `${Date.now() - began} ms, ${ticks} ticks`;
      },
      { timers: 'virtual' },
    );
    assert.deepEqual(outcomes, ['3600000 ms, 59 ticks']);
    assert.deepEqual([setTimeout, clearTimeout, setInterval, clearInterval, Date.now], real);
  });

  it('a wait with a timeout that nobody serves ends in no time', async () => {
    const outcomes = await passes(
      async (t) => {
        const mutex = new Mutex();
        const held = await mutex.acquire();
        t.task('waits', () =>
          mutex
            .acquire({ timeout: 60_000 })
            .then(() => 'got it')
            .catch((error) => t.note(error)),
        );
        await t.all();
        held.release();
        return t.now;
      },
      { timers: 'virtual' },
    );
    assert.deepEqual(outcomes, ['60000']);
  });
});

describe('explore: tasks', () => {
  it('are as many as the program begins, whoever begins them', async () => {
    const outcomes = await passes(async (t) => {
      const ran: string[] = [];
      t.task('parent', async (me) => {
        t.task('child', () => ran.push('child'));
        await me.step();
        ran.push('parent');
      });
      await t.all();
      return ran.join();
    });
    assert.deepEqual(outcomes, ['child,parent', 'parent,child']);
  });

  it('hand their result to whoever awaits them, and what they throw fails the schedule', async () => {
    await passes(async (t) => {
      const results = Promise.all([t.task('one', () => 1), t.task('two', async () => 2)]);
      assert.deepEqual(await results, [1, 2]);
    });
    const { failure } = await explore(async (t) => {
      t.task('A', () => {
        throw new TypeError('at once');
      });
      await t.all();
    });
    assert.equal(failure?.message, 'A: TypeError: at once');
  });

  it('of one name get numbers', async () => {
    const { timeline } = await explore(async (t) => {
      t.task('same', () => {});
      t.task('same', () => {});
      await t.all();
      throw new Error('so that it is told');
    });
    assert.deepEqual(timeline?.lanes, ['same', 'same #2', 'program']);
  });

  it('may outlive the program if that is allowed, and are then run to their end', async () => {
    const program: Program = async (t) => {
      t.task('late', async (me) => {
        await me.step();
        throw new Error('late');
      });
    };
    assert.equal((await explore(program)).failure?.kind, 'leak');
    assert.equal((await explore(program, { allowLeaks: true })).failure?.message, 'late: Error: late');
  });
});
