import assert from 'node:assert/strict';
import { KeyedMutex, TimeoutError } from '../../runtime/src/index.ts';
import { deferred, reasonOf, stateOf } from './support.ts';

describe('KeyedMutex', () => {
  it('excludes within a key and not between keys', async () => {
    const mutex = new KeyedMutex<string>();
    const [first, other] = [await mutex.acquire('a'), await mutex.acquire('b')];
    const second = mutex.acquire('a');
    other.release();
    assert.equal(await stateOf(second), 'pending');
    first.release();
    (await second).release();
  });

  it('hands a key over in the step of the release, in the order of the calls, and nobody barges in', async () => {
    const mutex = new KeyedMutex<string>();
    const held = await mutex.acquire('a');
    const order: number[] = [];
    const waits = [1, 2, 3].map(async (n) => {
      const handle = await mutex.acquire('a');
      order.push(n);
      return handle;
    });
    held.release();
    assert.deepEqual([mutex.locked('a'), mutex.tryAcquire('a')], [true, undefined]);
    for (const [n, wait] of waits.entries()) {
      (await wait).release();
      if (n < 2) assert.equal(mutex.tryAcquire('a'), undefined);
    }
    assert.deepEqual([order, mutex.locked('a')], [[1, 2, 3], false]);
  });

  it('locked and size tell which keys are held', async () => {
    const mutex = new KeyedMutex<string>();
    const a = await mutex.acquire('a');
    const b = await mutex.acquire('b', { timeout: 5 });
    assert.deepEqual([mutex.locked('a'), mutex.locked('b'), mutex.locked('c'), mutex.size], [true, true, false, 2]);
    a.release();
    b.release();
    assert.deepEqual([mutex.locked('a'), mutex.size], [false, 0]);
  });

  it('tryAcquire takes a free key, never waits and leaves no entry behind', async () => {
    const mutex = new KeyedMutex<string>();
    const handle = mutex.tryAcquire('a');
    assert.ok(handle);
    assert.equal(mutex.tryAcquire('a'), undefined);
    handle.release();
    assert.equal(mutex.size, 0);
  });

  it('drops the entry of a key when it is idle, and not while somebody waits', async () => {
    const mutex = new KeyedMutex<string>();
    const first = await mutex.acquire('a');
    const second = mutex.acquire('a');
    first.release();
    assert.equal(mutex.size, 1);
    const third = mutex.acquire('a');
    (await second).release();
    (await third).release();
    assert.equal(mutex.size, 0);
  });

  it('drops the entry after waits that were refused, timed out, aborted, or aborted after the hand-off', async () => {
    const mutex = new KeyedMutex<string>();
    assert.equal(await reasonOf(mutex.acquire('a', { signal: AbortSignal.abort('no') })), 'no');
    assert.equal(mutex.size, 0);
    const held = await mutex.acquire('a');
    assert.ok((await reasonOf(mutex.acquire('a', { timeout: 1 }))) instanceof TimeoutError);
    const controller = new AbortController();
    const late = mutex.acquire('a', { signal: controller.signal });
    held.release();
    controller.abort('late');
    assert.equal(await reasonOf(late), 'late');
    assert.equal(mutex.size, 0);
  });

  it('a stale release does not touch the next holder of the key', async () => {
    const mutex = new KeyedMutex<string>();
    const first = await mutex.acquire('a');
    first.release();
    const second = await mutex.acquire('a');
    first.release();
    assert.equal(mutex.locked('a'), true);
    assert.equal(await stateOf(mutex.acquire('a', { timeout: 50 })), 'pending');
    second.release();
  });

  it('compares keys as a Map does', async () => {
    const mutex = new KeyedMutex<unknown>();
    const object = {};
    using _object = await mutex.acquire(object);
    using _nan = await mutex.acquire(Number.NaN);
    using _undefined = await mutex.acquire(undefined);
    assert.deepEqual(
      [object, {}, Number.NaN, undefined].map((key) => mutex.locked(key)),
      [true, false, true, true],
    );
  });

  it('a region that throws releases its key', async () => {
    const mutex = new KeyedMutex<number>();
    await assert.rejects(
      mutex.runExclusive(1, () => Promise.reject(new Error('inside'))),
      /inside/,
    );
    assert.equal(mutex.size, 0);
  });

  it('names itself and the key in the error', async () => {
    const mutex = new KeyedMutex<string>({ name: 'files' });
    const gate = deferred();
    const running = mutex.runExclusive('a.txt', () => gate.promise);
    await assert.rejects(
      mutex.acquire('a.txt', { timeout: 1 }),
      /^TimeoutError: KeyedMutex "files", key "a\.txt", was/,
    );
    gate.resolve();
    await running;
  });
});
