import assert from 'node:assert/strict';
import type { LockHandle } from '../../../runtime/src/index.ts';
import type { Task, Trial } from '../../../runtime/src/testing/index.ts';
import type { Proof, Runtime } from './proof.ts';

/** What `Mutex` and `Semaphore` share. */
interface Lock {
  readonly locked: boolean;
  acquire(options?: { signal?: AbortSignal; timeout?: number }): Promise<LockHandle>;
  tryAcquire(): LockHandle | undefined;
  runExclusive<T>(fn: () => T | PromiseLike<T>, options?: { signal?: AbortSignal }): Promise<T>;
}

/** Who is inside and in which order they asked and came in. Checks that no more are inside than may be. */
function witness(t: Trial, permits: number) {
  const inside = new Set<string>();
  const [asked, entered]: [string[], string[]] = [[], []];
  t.invariant(`at most ${permits} inside`, () => assert.ok(inside.size <= permits, [...inside].join()));
  return {
    asked,
    entered,
    ask: (name: string) => asked.push(name),
    async stay(me: Task, name: string): Promise<void> {
      assert.ok(inside.size < permits, `${name} comes in while ${[...inside].join()} is inside`);
      inside.add(name);
      entered.push(name);
      await me.step('inside');
      inside.delete(name);
    },
  };
}

function isFree(lock: Lock, permits: number): void {
  assert.equal(lock.locked, false, 'free in the end');
  const handles = Array.from({ length: permits }, () => lock.tryAcquire());
  assert.ok(handles.every((handle) => handle !== undefined));
  assert.equal(lock.tryAcquire(), undefined);
}

function proofsOf(title: string, permits: number, make: (runtime: Runtime) => Lock): Proof[] {
  /** So many tasks as there are numbers, each with so many turns. */
  const exclusion = (turns: readonly number[], long: boolean): Proof => ({
    title: `${title}: exclusion, first come first served${long ? `, ${turns.length} tasks` : ''}`,
    long,
    program: (runtime) => async (t) => {
      const lock = make(runtime);
      const { asked, entered, ask, stay } = witness(t, permits);
      turns.forEach((count, i) => {
        t.task('ABCDE'[i] as string, async (me) => {
          for (let turn = 1; turn <= count; turn++) {
            const name = `${me.name}${turn}`;
            ask(name);
            const handle = await lock.acquire();
            await stay(me, name);
            handle.release();
            handle.release();
          }
        });
      });
      await t.all();
      assert.deepEqual(entered, asked);
      isFree(lock, permits);
    },
  });
  const proofs: Proof[] = [
    exclusion([2, 1, 1], false),
    exclusion([2, 2, 2, 1], true),
    {
      title: `${title}: a waiter that leaves at any time holds nothing, and the others keep their order`,
      reaches: ['B got it', 'B left'],
      program: (runtime) => async (t) => {
        const lock = make(runtime);
        const { asked, entered, ask, stay } = witness(t, permits);
        const controller = new AbortController();
        let end = '';
        for (const name of ['A', 'B', 'C']) {
          t.task(name, async (me) => {
            ask(name);
            const options = name === 'B' ? { signal: controller.signal } : {};
            const handle = await lock.acquire(options).catch((reason) => {
              assert.equal(reason, 'gone');
              asked.splice(asked.indexOf(name), 1);
            });
            if (name === 'B') end = handle === undefined ? 'B left' : 'B got it';
            if (handle === undefined) return;
            await stay(me, name);
            handle.release();
          });
        }
        t.task('aborts B', () => controller.abort('gone'));
        await t.all();
        assert.deepEqual(entered, asked);
        isFree(lock, permits);
        return end;
      },
    },
    {
      title: `${title}: regions that fail, at once or later, release`,
      program: (runtime) => async (t) => {
        const lock = make(runtime);
        const { stay } = witness(t, permits);
        const region: Record<string, (me: Task) => unknown> = {
          A: (me) => stay(me, 'A').then(() => Promise.reject(new Error('later'))),
          B: () => {
            throw new Error('at once');
          },
          C: (me) => stay(me, 'C'),
        };
        for (const [name, fn] of Object.entries(region)) {
          t.task(name, (me) =>
            lock
              .runExclusive(() => fn(me))
              .then(
                () => assert.equal(name, 'C'),
                (error) => assert.match(error.message, /later|at once/),
              ),
          );
        }
        await t.all();
        isFree(lock, permits);
      },
    },
    {
      title: `${title}: a wait that times out holds nothing, also if the release comes at the same moment`,
      options: { timers: 'virtual' },
      reaches: [
        ['timed out', 5],
        ['got it', 5],
      ],
      program: (runtime) => async (t) => {
        const lock = make(runtime);
        let end: unknown[] = [];
        for (let n = 1; n < permits; n++) lock.tryAcquire();
        const held = lock.tryAcquire() as LockHandle;
        t.task('holds', async (me) => {
          await me.sleep(5);
          held.release();
        });
        t.task('waits', async (me) => {
          const handle = await lock.acquire({ timeout: 5 }).catch((error) => {
            assert.equal(error.code, 'RACEGUARD_TIMEOUT');
          });
          end = [handle === undefined ? 'timed out' : 'got it', me.now];
          await me.step();
          handle?.release();
        });
        t.task('comes after', async () => {
          (await lock.acquire()).release();
        });
        await t.all();
        assert.ok(lock.tryAcquire());
        return end;
      },
    },
  ];
  for (const count of [0, 1, 2, 3, 4, 5]) {
    proofs.push({
      title: `${title}: an abort ${count} promise jobs after the hand-off gives the lock back, or the waiter has gone on`,
      program: (runtime) => async (t) => {
        const lock = make(runtime);
        const controller = new AbortController();
        const { entered, stay } = witness(t, 1);
        for (let n = 1; n < permits; n++) lock.tryAcquire();
        const region = async (me: Task, signal?: AbortSignal) => {
          const name = me.name;
          const running = lock.runExclusive(
            () => {
              assert.ok(!signal?.aborted, 'called after its abort');
              return stay(me, name);
            },
            signal === undefined ? {} : { signal },
          );
          await running.catch((reason) => {
            assert.equal(reason, 'gone');
            assert.ok(!entered.includes(name));
          });
        };
        t.task('A', async (me) => {
          const handle = await lock.acquire();
          await stay(me, 'A');
          handle.release();
          for (let hop = 0; hop < count; hop++) await undefined;
          controller.abort('gone');
        });
        t.task('B', (me) => region(me, controller.signal));
        t.task('C', (me) => region(me));
        await t.all();
        assert.ok(lock.tryAcquire(), 'free in the end');
      },
    });
  }
  return proofs;
}

const keyed: Proof[] = [
  {
    title: 'KeyedMutex: exclusion by key, and only by key; an idle key takes no memory',
    reaches: [true, false],
    program: (runtime) => async (t) => {
      const locks = new runtime.KeyedMutex<string>();
      const inside: string[] = [];
      let together = false;
      t.invariant('one inside a key', () => assert.equal(new Set(inside).size, inside.length));
      t.invariant('a key is there while it is locked', () => assert.equal(locks.size, new Set(inside).size));
      for (const [name, key] of [
        ['A', 'x'],
        ['B', 'x'],
        ['C', 'y'],
        ['D', 'y'],
      ] as const) {
        t.task(name, (me) =>
          locks
            .runExclusive(key, async () => {
              inside.push(key);
              together ||= new Set(inside).size === 2;
              assert.ok(locks.locked(key));
              await me.step('inside');
              inside.splice(inside.indexOf(key), 1);
              if (name === 'B') throw new Error('fails');
            })
            .catch((error) => assert.equal(error.message, 'fails')),
        );
      }
      await t.all();
      assert.equal(locks.size, 0);
      return together;
    },
  },
  {
    title: 'KeyedMutex: a waiter that leaves at any time leaves its key as it was',
    reaches: ['B got it', 'B left'],
    program: (runtime) => async (t) => {
      const locks = new runtime.KeyedMutex<string>();
      const controller = new AbortController();
      const inside: string[] = [];
      let end = '';
      t.invariant('one inside a key', () => assert.equal(new Set(inside).size, inside.length));
      for (const [name, key] of [
        ['A', 'x'],
        ['B', 'x'],
        ['C', 'x'],
        ['D', 'y'],
      ] as const) {
        t.task(name, async (me) => {
          const options = name === 'B' ? { signal: controller.signal } : {};
          const handle = await locks.acquire(key, options).catch((reason) => {
            assert.equal(reason, 'gone');
          });
          if (name === 'B') end = handle === undefined ? 'B left' : 'B got it';
          if (handle === undefined) return;
          inside.push(key);
          if (name !== 'D') await me.step('inside');
          inside.splice(inside.indexOf(key), 1);
          handle.release();
        });
      }
      t.task('aborts B', () => controller.abort('gone'));
      await t.all();
      assert.equal(locks.size, 0);
      return end;
    },
  },
];

export const locks: Proof[] = [
  ...proofsOf('Mutex', 1, (runtime) => new runtime.Mutex()),
  ...proofsOf('Semaphore of 2', 2, (runtime) => new runtime.Semaphore(2)),
  ...keyed,
];
