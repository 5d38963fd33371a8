import assert from 'node:assert/strict';
import { type LockHandle, Mutex, TimeoutError } from '../../runtime/src/index.ts';
import { deferred, reasonOf, settled, stateOf } from './support.ts';

describe('Mutex', () => {
  it('lets one caller at a time into a region that suspends', async () => {
    const mutex = new Mutex();
    let balance = 0;
    const add = () =>
      mutex.runExclusive(async () => {
        const read = balance;
        await settled();
        balance = read + 1;
      });
    await Promise.all(Array.from({ length: 10 }, add));
    assert.equal(balance, 10);
  });

  it('serves waiters in the order of their calls', async () => {
    const mutex = new Mutex();
    const first = await mutex.acquire();
    const order: number[] = [];
    const all = [1, 2, 3, 4].map((n) =>
      (n % 2 ? mutex.acquire() : mutex.acquire({ timeout: 1000 })).then(async (handle) => {
        order.push(n);
        await settled();
        handle.release();
      }),
    );
    first.release();
    await Promise.all(all);
    assert.deepEqual(order, [1, 2, 3, 4]);
  });

  it('hands the lock over in the step of the release: it is never free in between and nobody barges in', async () => {
    const mutex = new Mutex();
    const first = await mutex.acquire();
    const order: string[] = [];
    const waiting = mutex.acquire().then((handle) => {
      order.push('waited');
      handle.release();
    });
    first.release();
    assert.equal(mutex.locked, true);
    assert.equal(mutex.tryAcquire(), undefined);
    const late = mutex.acquire().then((handle) => {
      order.push('late');
      handle.release();
    });
    await Promise.all([waiting, late]);
    assert.deepEqual(order, ['waited', 'late']);
    assert.equal(mutex.locked, false);
  });

  it('tryAcquire takes a free lock and never waits', async () => {
    const mutex = new Mutex();
    const handle = mutex.tryAcquire();
    assert.ok(handle);
    assert.equal(mutex.locked, true);
    assert.equal(mutex.tryAcquire(), undefined);
    handle.release();
    assert.equal(mutex.locked, false);
  });

  it('a second release is harmless, even after somebody else has acquired the lock', async () => {
    const mutex = new Mutex();
    const first = await mutex.acquire();
    const waiting = mutex.acquire();
    first.release();
    const second = await waiting;
    first.release();
    first[Symbol.dispose]();
    assert.equal(mutex.locked, true);
    second.release();
    assert.equal(mutex.locked, false);
  });

  it('`using` releases at the end of the scope, also after a throw', async () => {
    const mutex = new Mutex();
    const region = async () => {
      using _lock = await mutex.acquire();
      assert.equal(mutex.locked, true);
      throw new Error('inside');
    };
    await assert.rejects(region(), /inside/);
    assert.equal(mutex.locked, false);
  });

  describe('runExclusive', () => {
    it('returns what fn returns and releases whichever way fn ends', async () => {
      const mutex = new Mutex();
      assert.equal(await mutex.runExclusive(() => 1), 1);
      assert.equal(await mutex.runExclusive(async () => 2), 2);
      await assert.rejects(
        mutex.runExclusive(() => {
          throw new Error('sync');
        }),
        /sync/,
      );
      await assert.rejects(
        mutex.runExclusive(() => Promise.reject(new Error('async'))),
        /async/,
      );
      assert.equal(mutex.locked, false);
    });

    it('holds the lock until the promise of fn has settled', async () => {
      const mutex = new Mutex();
      const gate = deferred();
      const running = mutex.runExclusive(() => gate.promise);
      await settled();
      assert.equal(mutex.locked, true);
      gate.resolve();
      await running;
      assert.equal(mutex.locked, false);
    });

    it('starts fn in a later microtask even if the lock is free', async () => {
      let started = false;
      const running = new Mutex().runExclusive(() => {
        started = true;
      });
      assert.equal(started, false);
      await running;
      assert.equal(started, true);
    });

    it('does not call fn when the wait rejects', async () => {
      const mutex = new Mutex();
      using _held = await mutex.acquire();
      const never = () => assert.fail('called');
      assert.ok((await reasonOf(mutex.runExclusive(never, { timeout: 1 }))) instanceof TimeoutError);
      assert.equal(await reasonOf(mutex.runExclusive(never, { signal: AbortSignal.abort('no') })), 'no');
    });

    for (const free of [true, false]) {
      it(`never calls fn once its signal has aborted, of a ${free ? 'free' : 'held'} lock, in whichever microtask`, async () => {
        for (let hops = 0; hops < 10; hops++) {
          const mutex = new Mutex();
          const held = free ? undefined : mutex.tryAcquire();
          const controller = new AbortController();
          const { signal } = controller;
          let called = false;
          const running = mutex.runExclusive(
            () => {
              assert.equal(signal.aborted, false, `called after the abort, ${hops} hops`);
              called = true;
            },
            { signal },
          );
          held?.release();
          for (let hop = 0; hop < hops; hop++) await undefined;
          controller.abort('late');
          if (called) await running;
          else assert.equal(await reasonOf(running), 'late');
          assert.equal(mutex.locked, false);
        }
      });
    }
  });

  describe('a waiter that leaves', () => {
    it('keeps the order of the others', async () => {
      const mutex = new Mutex();
      const held = await mutex.acquire();
      const order: string[] = [];
      const leaver = new AbortController();
      const wait = (name: string, signal?: AbortSignal) =>
        mutex.acquire({ signal }).then((handle) => {
          order.push(name);
          handle.release();
        });
      const a = wait('a');
      const b = wait('b', leaver.signal);
      const c = wait('c');
      leaver.abort('gone');
      assert.equal(await reasonOf(b), 'gone');
      held.release();
      await Promise.all([a, c]);
      assert.deepEqual(order, ['a', 'c']);
    });

    it('leaves from the middle of a long line, whose others keep their order', async () => {
      const mutex = new Mutex();
      const held = await mutex.acquire();
      const order: number[] = [];
      const pass = async (n: number) => {
        const handle = await mutex.acquire();
        order.push(n);
        handle.release();
      };
      const all: Promise<unknown>[] = Array.from({ length: 500 }, (_, n) => pass(n));
      const controllers = Array.from({ length: 1000 }, () => new AbortController());
      for (const { signal } of controllers) all.push(reasonOf(mutex.acquire({ signal })));
      for (let n = 500; n < 1000; n++) all.push(pass(n));
      for (const controller of controllers) controller.abort();
      held.release();
      await Promise.all(all);
      assert.deepEqual(
        order,
        Array.from({ length: 1000 }, (_, n) => n),
      );
      assert.equal(mutex.locked, false);
    });

    it('an abort after the hand-off, before the caller goes on, gives the lock to the next in line', async () => {
      const mutex = new Mutex();
      const held = await mutex.acquire();
      const controller = new AbortController();
      const aborted = mutex.acquire({ signal: controller.signal });
      const next = mutex.acquire();
      held.release();
      controller.abort('late');
      assert.equal(await reasonOf(aborted), 'late');
      (await next).release();
      assert.equal(mutex.locked, false);
    });

    it('an abort in the step of the call gives a free lock back as well', async () => {
      const mutex = new Mutex();
      const controller = new AbortController();
      const aborted = mutex.acquire({ signal: controller.signal });
      controller.abort('same step');
      assert.equal(await reasonOf(aborted), 'same step');
      assert.equal(mutex.locked, false);
    });

    it('an abort once the caller has gone on takes nothing away', async () => {
      const mutex = new Mutex();
      const controller = new AbortController();
      const handle = await mutex.acquire({ signal: controller.signal });
      controller.abort();
      await settled();
      assert.equal(mutex.locked, true);
      handle.release();
      assert.equal(mutex.locked, false);
    });

    it('an aborted signal gets nothing, even of a free lock', async () => {
      const mutex = new Mutex();
      assert.equal(await reasonOf(mutex.acquire({ signal: AbortSignal.abort('before') })), 'before');
      assert.equal(mutex.locked, false);
    });

    it('after a timeout the lock is still handed to the others', async () => {
      const mutex = new Mutex({ name: 'db' });
      const held = await mutex.acquire();
      const hasty = mutex.acquire({ timeout: 5 });
      const patient = mutex.acquire({ timeout: 5000 });
      const reason = await reasonOf(hasty);
      assert.ok(reason instanceof TimeoutError);
      assert.match(reason.message, /^Mutex "db" was not free within 5 ms: .* Shorten that region/);
      held.release();
      (await patient).release();
    });
  });

  it('is not re-entrant: an acquire inside its own region waits', async () => {
    const mutex = new Mutex();
    let inner: Promise<LockHandle> | undefined;
    await mutex.runExclusive(async () => {
      inner = mutex.acquire();
      assert.equal(await stateOf(inner), 'pending');
    });
    assert.ok(inner);
    (await inner).release();
  });
});
