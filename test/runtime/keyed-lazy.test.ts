import assert from 'node:assert/strict';
import { ArgumentError, KeyedLazy, TimeoutError } from '../../runtime/src/index.ts';
import { deferred, reasonOf, settled } from './support.ts';

describe('KeyedLazy', () => {
  it('makes the value of each key once, however many ask', async () => {
    const cache = new KeyedLazy<string, string>();
    const calls: string[] = [];
    const load = (key: string) =>
      cache.get(key, async () => {
        calls.push(key);
        await settled();
        return key.toUpperCase();
      });
    assert.deepEqual(await Promise.all([load('a'), load('b'), load('a')]), ['A', 'B', 'A']);
    assert.equal(await load('a'), 'A');
    assert.deepEqual(calls, ['a', 'b']);
  });

  it('has, size, peek and iteration see the values that are there, not attempts under way', async () => {
    const cache = new KeyedLazy<string, number>();
    await cache.get('a', () => 1);
    const gate = deferred<number>();
    const getting = cache.get('b', () => gate.promise);
    assert.deepEqual([cache.has('a'), cache.has('b'), cache.pending('b'), cache.size], [true, false, true, 1]);
    assert.deepEqual([cache.peek('a'), cache.peek('b')], [1, undefined]);
    gate.resolve(2);
    await getting;
    assert.deepEqual([...cache], [...cache.entries()]);
    assert.deepEqual([...cache.keys()], ['a', 'b']);
    assert.deepEqual([...cache.values()], [1, 2]);
    assert.deepEqual([cache.has('b'), cache.pending('b'), cache.size], [true, false, 2]);
  });

  it('undefined is a value', async () => {
    const cache = new KeyedLazy<string, undefined>();
    let calls = 0;
    await cache.get('a', () => void calls++);
    await cache.get('a', () => void calls++);
    assert.deepEqual([calls, cache.has('a')], [1, true]);
  });

  it('a failed attempt leaves no entry, and never clears a newer one of its key', async () => {
    const cache = new KeyedLazy<string, string>();
    await assert.rejects(
      cache.get('a', () => Promise.reject(new Error('down'))),
      /down/,
    );
    assert.deepEqual([cache.has('a'), cache.pending('a'), cache.size], [false, false, 0]);
    const gate = deferred<string>();
    const old = cache.get('a', () => gate.promise);
    cache.delete('a');
    assert.equal(await cache.get('a', () => 'new'), 'new');
    gate.reject(new Error('old'));
    await assert.rejects(old, /old/);
    assert.equal(cache.peek('a'), 'new');
  });

  it('delete and clear forget values and detach attempts, whose waiters still get their result', async () => {
    const cache = new KeyedLazy<string, string>();
    cache.set('a', 'A').set('b', 'B');
    assert.deepEqual([cache.delete('a'), cache.delete('a'), cache.size], [true, false, 1]);
    const gate = deferred<string>();
    const c = cache.get('c', () => gate.promise);
    const d = cache.get('d', () => gate.promise);
    assert.equal(cache.delete('c'), false);
    cache.clear();
    assert.deepEqual([cache.pending('c'), cache.pending('d'), cache.size], [false, false, 0]);
    gate.resolve('late');
    assert.deepEqual(await Promise.all([c, d]), ['late', 'late']);
    assert.equal(cache.size, 0);
  });

  it('set stores a value and detaches the attempt of that key', async () => {
    const cache = new KeyedLazy<string, string>();
    const gate = deferred<string>();
    const waiting = cache.get('a', () => gate.promise);
    cache.set('a', 'set');
    gate.resolve('old');
    assert.equal(await waiting, 'old');
    assert.equal(await cache.get('a', () => 'unused'), 'set');
  });

  it('the last caller of a key to leave aborts its attempt and leaves no entry', async () => {
    const cache = new KeyedLazy<string, string>({ name: 'users' });
    let signal: AbortSignal | undefined;
    const hang = (given: AbortSignal) => {
      signal = given;
      return new Promise<string>(() => {});
    };
    const controller = new AbortController();
    const leaves = cache.get('a', hang, { signal: controller.signal });
    const times = cache.get('a', hang, { timeout: 10 });
    controller.abort('gone');
    assert.equal(await reasonOf(leaves), 'gone');
    assert.equal(signal?.aborted, false);
    const reason = await reasonOf(times);
    assert.ok(reason instanceof TimeoutError);
    assert.match(reason.message, /^KeyedLazy "users", key "a", got no value within 10 ms/);
    assert.equal(signal?.reason, reason);
    assert.deepEqual([cache.pending('a'), cache.size], [false, 0]);
  });

  it('refuses a get without an init function', async () => {
    const cache = new KeyedLazy<string, string>();
    const noInit = undefined as unknown as () => string;
    assert.ok((await reasonOf(cache.get('a', noInit))) instanceof ArgumentError);
    assert.equal(cache.pending('a'), false);
  });
});
