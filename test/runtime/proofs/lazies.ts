import assert from 'node:assert/strict';
import type { Init, WaitOptions } from '../../../runtime/src/index.ts';
import type { Task, Trial } from '../../../runtime/src/testing/index.ts';
import type { Proof, Runtime } from './proof.ts';

/** What a `Lazy` and one key of a `KeyedLazy` share. */
interface Cell {
  get(init: Init<string>, options?: WaitOptions): Promise<string>;
  peek(): string | undefined;
  pending(): boolean;
  forget(): void;
  set(value: string): void;
}

const CELLS: Record<string, (runtime: Runtime) => Cell> = {
  Lazy: (runtime) => {
    const lazy = new runtime.Lazy<string>();
    return {
      get: (init, options) => lazy.get(init, options),
      peek: () => lazy.peek(),
      pending: () => lazy.pending,
      forget: () => lazy.reset(),
      set: (value) => lazy.set(value),
    };
  },
  KeyedLazy: (runtime) => {
    const lazies = new runtime.KeyedLazy<string, string>();
    lazies.set('other', 'kept');
    return {
      get: (init, options) => lazies.get('key', init, options),
      peek: () => {
        assert.equal(lazies.peek('other'), 'kept');
        return lazies.peek('key');
      },
      pending: () => lazies.pending('key'),
      forget: () => void lazies.delete('key'),
      set: (value) => void lazies.set('key', value),
    };
  },
};

/** Attempts that take a step, counted. Those that `fails` names fail. */
function attempts(
  t: Trial,
  options: { fails?: number[]; overlap?: boolean; ended?: (n: number, value: string) => void } = {},
) {
  const { fails = [], overlap = false, ended } = options;
  let running = 0;
  const begun: AbortSignal[] = [];
  if (!overlap) t.invariant('one attempt at a time', () => assert.ok(running <= 1, `${running} attempts`));
  const init =
    (me: Task): Init<string> =>
    async (signal) => {
      const n = begun.push(signal);
      running++;
      await me.step(`attempt ${n}`);
      running--;
      if (fails.includes(n)) throw new Error(`attempt ${n} failed`);
      ended?.(n, `value ${n}`);
      return `value ${n}`;
    };
  return { init, begun };
}

const NAMES = ['A', 'B', 'C'];

function proofsOf(title: string, make: (runtime: Runtime) => Cell): Proof[] {
  const once = (names: readonly string[], long: boolean): Proof => ({
    title: `${title}: made once, however many ask, and all get it${long ? `, ${names.length} tasks` : ''}`,
    long,
    program: (runtime) => async (t) => {
      const cell = make(runtime);
      const { init, begun } = attempts(t);
      for (const name of names) {
        t.task(name, async (me) => {
          for (let n = 0; n < 2; n++) {
            assert.equal(await cell.get(init(me)), 'value 1');
            await me.step('again');
          }
        });
      }
      await t.all();
      assert.equal(begun.length, 1);
    },
  });
  return [
    once(NAMES, false),
    once([...NAMES, 'D'], true),
    {
      title: `${title}: a failed attempt rejects those who wait for it and leaves nothing behind`,
      reaches: [1, 2, 3],
      program: (runtime) => async (t) => {
        const cell = make(runtime);
        const { init, begun } = attempts(t, { fails: [1] });
        let failed = 0;
        for (const name of NAMES) {
          t.task(name, async (me) => {
            let first = false;
            const got = await cell.get(init(me)).catch((error) => {
              assert.equal(error.message, 'attempt 1 failed');
              first = ++failed === 1;
            });
            if (got === undefined) assert.notEqual(cell.peek(), 'value 1');
            else assert.equal(got, 'value 2');
            if (first) {
              await me.step('once more');
              assert.equal(await cell.get(init(me)), 'value 2');
            }
          });
        }
        await t.all();
        assert.equal(begun.length, 2);
        assert.equal(cell.peek(), 'value 2');
        return failed;
      },
    },
    {
      title: `${title}: an attempt that was detached never touches a newer attempt or value`,
      reaches: ['value 1', 'value 3', null, 'set'],
      program: (runtime) => async (t) => {
        const cell = make(runtime);
        // What must be there: the value of an attempt that began since the last reset and went well, or what was set.
        let [valid, wanted]: [number, string | undefined] = [0, undefined];
        const ended = (n: number, value: string) => {
          if (n > valid) wanted = value;
        };
        const { init, begun } = attempts(t, { fails: [2], overlap: true, ended });
        t.invariant('only what is newest is kept', () => assert.equal(cell.peek(), wanted));
        for (const name of NAMES) {
          t.task(name, (me) => cell.get(init(me)).catch((error) => assert.equal(error.message, 'attempt 2 failed')));
        }
        t.task('resets', async (me) => {
          cell.forget();
          valid = begun.length;
          wanted = undefined;
          await me.step('sets');
          if (begun.length !== 2) return;
          cell.set('set');
          valid = begun.length;
          wanted = 'set';
        });
        await t.all();
        return cell.peek() ?? null;
      },
    },
    {
      title: `${title}: who leaves does not disturb the others; the last one to leave aborts the attempt`,
      reaches: ['', 'A', 'B', 'A,B', 'B,A'],
      options: { allowLeaks: true }, // an attempt that nobody waits for goes on
      program: (runtime) => async (t) => {
        const cell = make(runtime);
        const { init, begun } = attempts(t, { overlap: true });
        const left: string[] = [];
        const waiting = new Map<number, Set<string>>();
        t.invariant('aborted when nobody waits any more, and only then', () => {
          for (const [n, waiters] of waiting) assert.equal(begun[n - 1]?.aborted, waiters.size === 0, `attempt ${n}`);
        });
        const wait = async (me: Task, signal?: AbortSignal): Promise<void> => {
          const settled = cell.peek() !== undefined;
          const result = cell.get(init(me), { signal });
          const waiters = waiting.get(begun.length) ?? new Set();
          if (!settled && !signal?.aborted) waiting.set(begun.length, waiters.add(me.name));
          const got = await result.catch((reason) => {
            assert.equal(reason, `${me.name} leaves`);
            waiters.delete(me.name);
            left.push(me.name);
          });
          if (got === undefined) return;
          // It has ended well, so nobody aborts it any more.
          for (const [n, who] of waiting) if (who === waiters) waiting.delete(n);
        };
        const controllers = { A: new AbortController(), B: new AbortController() };
        for (const [name, controller] of Object.entries(controllers)) {
          t.task(name, (me) => wait(me, controller.signal));
          t.task(`aborts ${name}`, () => controller.abort(`${name} leaves`));
        }
        await t.all();
        assert.equal(cell.pending(), false);
        return left.join();
      },
    },
    {
      title: `${title}: with one who stays, the others come and go as they like`,
      options: { allowLeaks: true },
      program: (runtime) => async (t) => {
        const cell = make(runtime);
        const { init, begun } = attempts(t, { overlap: true });
        const controller = new AbortController();
        t.task('stays', async (me) => assert.equal(await cell.get(init(me)), `value ${begun.length}`));
        t.task('leaves', async (me) => {
          await cell.get(init(me), { signal: controller.signal }).catch((reason) => assert.equal(reason, 'gone'));
        });
        t.task('aborts', () => controller.abort('gone'));
        t.task('late', async (me) => {
          await me.step();
          assert.match(await cell.get(init(me)), /value/);
        });
        await t.all();
        assert.match(cell.peek() ?? '', /value/);
      },
    },
  ];
}

export const lazies: Proof[] = Object.entries(CELLS).flatMap(([title, make]) => proofsOf(title, make));
