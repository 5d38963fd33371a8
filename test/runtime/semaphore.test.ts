import assert from 'node:assert/strict';
import { ArgumentError, type LockHandle, Mutex, Semaphore, TimeoutError } from '../../runtime/src/index.ts';
import { deferred, reasonOf, settled, stateOf } from './support.ts';

async function taken(semaphore: Semaphore, count: number): Promise<LockHandle[]> {
  return Promise.all(Array.from({ length: count }, () => semaphore.acquire()));
}

describe('Semaphore', () => {
  it('lets as many callers at a time into a region as it has permits, and no more', async () => {
    const semaphore = new Semaphore(3);
    let [inside, most] = [0, 0];
    const visit = () =>
      semaphore.runExclusive(async () => {
        most = Math.max(most, ++inside);
        await settled();
        inside--;
      });
    await Promise.all(Array.from({ length: 20 }, visit));
    assert.deepEqual([most, inside, semaphore.available], [3, 0, 3]);
  });

  it('serves waiters in the order of their calls', async () => {
    const semaphore = new Semaphore(2);
    const held = await taken(semaphore, 2);
    const order: number[] = [];
    const all = [1, 2, 3, 4].map(async (n) => {
      const handle = await semaphore.acquire(n % 2 ? undefined : { timeout: 1000 });
      order.push(n);
      await settled();
      handle.release();
    });
    for (const handle of held) handle.release();
    await Promise.all(all);
    assert.deepEqual(order, [1, 2, 3, 4]);
  });

  it('hands a permit over in the step of the release: it is never free in between and nobody barges in', async () => {
    const semaphore = new Semaphore(2);
    const [first] = await taken(semaphore, 2);
    const waiting = semaphore.acquire();
    first?.release();
    assert.deepEqual([semaphore.available, semaphore.locked, semaphore.tryAcquire()], [0, true, undefined]);
    (await waiting).release();
    assert.equal(semaphore.available, 1);
  });

  it('a waiter leaves from the middle of the line, and the order of the others stays', async () => {
    const semaphore = new Semaphore(2);
    const [first] = await taken(semaphore, 2);
    const order: string[] = [];
    const leaver = new AbortController();
    const a = semaphore.acquire().then((handle) => order.push('a') && handle.release());
    const b = semaphore.acquire({ signal: leaver.signal });
    const c = semaphore.acquire().then((handle) => order.push('c') && handle.release());
    leaver.abort('gone');
    assert.equal(await reasonOf(b), 'gone');
    first?.release();
    await Promise.all([a, c]);
    assert.deepEqual(order, ['a', 'c']);
    assert.equal(semaphore.available, 1);
  });

  it('an abort after the hand-off, before the caller goes on, gives the permit to the next in line', async () => {
    const semaphore = new Semaphore(2);
    const [first, second] = await taken(semaphore, 2);
    const controller = new AbortController();
    const aborted = semaphore.acquire({ signal: controller.signal });
    const next = semaphore.acquire();
    first?.release();
    controller.abort('late');
    assert.equal(await reasonOf(aborted), 'late');
    (await next).release();
    second?.release();
    assert.equal(semaphore.available, 2);
  });

  it('tryAcquire takes a free permit and never waits', () => {
    const semaphore = new Semaphore(2);
    const handles = [semaphore.tryAcquire(), semaphore.tryAcquire()];
    assert.deepEqual([semaphore.tryAcquire(), semaphore.available, semaphore.locked], [undefined, 0, true]);
    for (const handle of handles) handle?.release();
    assert.deepEqual([semaphore.available, semaphore.locked], [2, false]);
  });

  it('a second release is harmless: there are never more permits than at first', async () => {
    const semaphore = new Semaphore(2);
    const [first, second] = await taken(semaphore, 2);
    first?.release();
    first?.release();
    first?.[Symbol.dispose]();
    assert.equal(semaphore.available, 1);
    second?.release();
    assert.equal(semaphore.available, 2);
  });

  it('`using` releases at the end of the scope, also after a throw', async () => {
    const semaphore = new Semaphore(1);
    const region = async () => {
      using _permit = await semaphore.acquire();
      assert.equal(semaphore.available, 0);
      throw new Error('inside');
    };
    await assert.rejects(region(), /inside/);
    assert.equal(semaphore.available, 1);
  });

  it('runExclusive returns what fn returns and releases whichever way it ends', async () => {
    const semaphore = new Semaphore(1);
    assert.equal(await semaphore.runExclusive(async () => 1), 1);
    const gate = deferred();
    const running = semaphore.runExclusive(() => gate.promise);
    await settled();
    assert.equal(semaphore.available, 0);
    gate.reject(new Error('failed'));
    await assert.rejects(running, /failed/);
    assert.equal(semaphore.available, 1);
  });

  it('runExclusive never calls fn once its signal has aborted', async () => {
    const semaphore = new Semaphore(1);
    const controller = new AbortController();
    const running = semaphore.runExclusive(() => assert.fail('called'), { signal: controller.signal });
    controller.abort('late');
    assert.equal(await reasonOf(running), 'late');
    assert.equal(semaphore.available, 1);
  });

  it('a timeout names it and how long it waited', async () => {
    const semaphore = new Semaphore(1, { name: 'uploads' });
    using _permit = await semaphore.acquire();
    const reason = await reasonOf(semaphore.acquire({ timeout: 5 }));
    assert.ok(reason instanceof TimeoutError);
    assert.match(reason.message, /^Semaphore "uploads" was not free within 5 ms/);
  });

  it('refuses a number of permits that is no whole number of one or more; Infinity never waits', async () => {
    for (const permits of [0, -1, 1.5, Number.NaN, '3' as unknown as number, undefined as unknown as number]) {
      assert.throws(() => new Semaphore(permits), ArgumentError, String(permits));
    }
    const unlimited = new Semaphore(Number.POSITIVE_INFINITY);
    await taken(unlimited, 100);
    assert.equal(unlimited.locked, false);
  });

  it('a Mutex is one with a single permit, so it fits wherever a Semaphore does', async () => {
    const mutex: Semaphore = new Mutex();
    assert.deepEqual([mutex instanceof Semaphore, mutex.permits, mutex.available], [true, 1, 1]);
    const handle = await mutex.acquire();
    assert.equal(await stateOf(mutex.acquire({ timeout: 1000 }).then((second) => second.release())), 'pending');
    handle.release();
  });
});
