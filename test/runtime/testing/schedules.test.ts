import assert from 'node:assert/strict';
import { explore, type Program } from '../../../runtime/src/testing/index.ts';

/** Every way to interleave so many letters of each. */
function interleavings(left: Record<string, number>): string[] {
  const found = Object.keys(left).flatMap((name) => {
    const count = left[name] as number;
    return count === 0 ? [] : interleavings({ ...left, [name]: count - 1 }).map((rest) => name + rest);
  });
  return found.length > 0 ? found : [''];
}

/** Tasks of so many steps each, which write down who runs. The start of a task is its first step. */
function writers(steps: Record<string, number>, hops = 0): Program<string> {
  return async (t) => {
    let order = '';
    for (const [name, count] of Object.entries(steps)) {
      t.task(name, async (me) => {
        order += name;
        for (let n = 1; n < count; n++) {
          for (let hop = 0; hop < hops; hop++) await undefined;
          await me.step();
          for (let hop = 0; hop < hops; hop++) await undefined;
          order += name;
        }
      });
    }
    await t.all();
    return order;
  };
}

async function orders(program: Program<string>, options = {}) {
  const found: string[] = [];
  const { complete } = await explore(program, {
    ...options,
    onSchedule: ({ outcome, phase }) => phase === 'every order' && found.push(outcome as string),
  });
  return { found, complete };
}

describe('explore: schedules', function () {
  this.timeout(60_000);
  for (const reduction of [true, false]) {
    it(`tries each of the 34,650 orders of 3 tasks × 4 steps once, ${reduction ? 'with' : 'without'} reduction`, async () => {
      const { found, complete } = await orders(writers({ A: 4, B: 4, C: 4 }), { reduction });
      assert.equal(complete, true);
      assert.equal(found.length, 34_650);
      assert.deepEqual(new Set(found), new Set(interleavings({ A: 4, B: 4, C: 4 })));
    });
  }

  for (const hops of [1, 50, 500]) {
    it(`loses no schedule where ${hops} awaits lie between two steps`, async () => {
      const { found, complete } = await orders(writers({ A: 3, B: 3, C: 2 }, hops));
      assert.equal(complete, true);
      assert.equal(found.length, 560);
      assert.deepEqual(found.sort(), interleavings({ A: 3, B: 3, C: 2 }).sort());
    });
  }

  it('loses no schedule where tasks wait through deep chains of different depth', async () => {
    const deep = async (depth: number): Promise<void> => (depth === 0 ? undefined : deep(depth - 1));
    const program: Program<string> = async (t) => {
      let order = '';
      for (const [name, depth] of Object.entries({ A: 0, B: 7, C: 120 })) {
        t.task(name, async (me) => {
          for (let n = 0; n < 2; n++) {
            await deep(depth);
            await me.step();
            await deep(depth);
            order += name;
          }
        });
      }
      await t.all();
      return order;
    };
    const found = new Set((await orders(program)).found);
    assert.deepEqual(found, new Set(interleavings({ A: 2, B: 2, C: 2 })));
  });

  it('lets what a step set in motion come to rest before the next one, also in a replayed prefix', async () => {
    const { failure, complete } = await explore(async (t) => {
      let busy = 0;
      for (const name of ['A', 'B', 'C']) {
        t.task(name, async (me) => {
          for (let n = 0; n < 2; n++) {
            await me.step();
            // Nobody awaits this, and it ends long after the next step is parked.
            void (async () => {
              if (busy++ > 0) throw new Error('two at once');
              for (let hop = 0; hop < 30; hop++) await undefined;
              busy--;
            })().catch((error) => t.task('fails', () => Promise.reject(error)));
          }
        });
      }
      await t.all();
    });
    assert.equal(failure?.text, undefined);
    assert.equal(complete, true);
  });

  it('tries schedules with few preemptions first, each task running as long as it can', async () => {
    const preemptions: number[] = [];
    await explore(writers({ A: 3, B: 3 }), {
      onSchedule: ({ outcome, phase }) => {
        if (phase !== 'few switches') return;
        preemptions.push((String(outcome).match(/A(?=B)|B(?=A)/g)?.length ?? 0) - 1);
      },
    });
    assert.deepEqual(preemptions.slice(0, 2), [0, 0]);
    assert.ok(Math.max(...preemptions) <= 2);
  });

  it('keeps to `preemptions`, and is then complete only if no order has more', async () => {
    const bounded = await explore(writers({ A: 3, B: 3 }), { preemptions: 1 });
    assert.equal(bounded.complete, false);
    assert.ok([...bounded.outcomes.keys()].every((order) => order.length === 8));
    assert.equal(bounded.outcomes.has('"ABABAB"'), false);
    assert.equal((await explore(writers({ A: 3, B: 3 }), { preemptions: 5 })).complete, true);
  });

  it('says `complete` or `bounded` and how many', async () => {
    const all = await explore(writers({ A: 2, B: 2 }));
    assert.equal(all.summary, `complete: ${all.schedules} schedules`);
    const some = await explore(writers({ A: 9, B: 9, C: 9 }), { schedules: 1500, random: 100 });
    assert.equal(some.complete, false);
    assert.equal(some.schedules, 1600);
    assert.equal(some.summary, 'bounded: 1,600 schedules');
  });

  it('goes on at random past the budget, by its seed', async () => {
    const sample = async (seed: number) => {
      const found: string[] = [];
      await explore(writers({ A: 9, B: 9, C: 9 }), {
        schedules: 10,
        random: 50,
        seed,
        onSchedule: ({ phase, outcome }) => phase === 'random' && found.push(outcome as string),
      });
      return found;
    };
    const one = await sample(1);
    assert.equal(one.length, 50);
    assert.ok(new Set(one).size > 25, 'they differ');
    assert.deepEqual(await sample(1), one);
    assert.notDeepEqual(await sample(2), one);
  });
});
