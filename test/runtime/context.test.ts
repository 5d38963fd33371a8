import assert from 'node:assert/strict';
import { AsyncLocalStorage } from 'node:async_hooks';
import {
  CancellationToken,
  KeyedLazy,
  KeyedMutex,
  Lazy,
  Mutex,
  Semaphore,
  SharedCancellationToken,
  TaskGroup,
  TaskRegistry,
} from '../../runtime/src/index.ts';
import { deferred, settled } from './support.ts';

const storage = new AsyncLocalStorage<string>();
const here = () => storage.getStore();

/** Waits by each method, and what lets the wait end: called in another context. */
const WAITS: Record<string, () => { wait: () => Promise<unknown>; serve: () => void }> = {
  'Mutex.acquire'() {
    const mutex = new Mutex();
    const held = mutex.tryAcquire();
    return { wait: () => mutex.acquire(), serve: () => held?.release() };
  },
  'Semaphore.acquire, with options'() {
    const semaphore = new Semaphore(1);
    const held = semaphore.tryAcquire();
    return { wait: () => semaphore.acquire({ timeout: 5000 }), serve: () => held?.release() };
  },
  'KeyedMutex.acquire'() {
    const mutex = new KeyedMutex<string>();
    const held = mutex.tryAcquire('a');
    return { wait: () => mutex.acquire('a'), serve: () => held?.release() };
  },
  'Lazy.get of an attempt that another has begun'() {
    const gate = deferred();
    const lazy = new Lazy(() => gate.promise);
    void lazy.get();
    return { wait: () => lazy.get(), serve: gate.resolve };
  },
  'KeyedLazy.get'() {
    const gate = deferred();
    const lazy = new KeyedLazy<string, void>();
    return { wait: () => lazy.get('a', () => gate.promise), serve: gate.resolve };
  },
  'TaskRegistry.idle'() {
    const gate = deferred();
    const registry = new TaskRegistry();
    registry.track(gate.promise);
    return { wait: () => registry.idle(), serve: gate.resolve };
  },
  'TaskRegistry.close'() {
    const gate = deferred();
    const registry = new TaskRegistry();
    registry.track(gate.promise);
    return { wait: () => registry.close({ timeout: 5000 }), serve: gate.resolve };
  },
  'TaskGroup.close'() {
    const gate = deferred();
    const group = new TaskGroup();
    group.spawn(() => gate.promise);
    return { wait: () => group.close(), serve: gate.resolve };
  },
  'TaskGroup.run'() {
    const gate = deferred();
    const group = new TaskGroup();
    return { wait: () => group.run(() => gate.promise), serve: gate.resolve };
  },
  'CancellationToken.wait'() {
    const token = new CancellationToken();
    return { wait: () => token.wait(), serve: () => token.cancel() };
  },
  'SharedCancellationToken.wait'() {
    const token = new SharedCancellationToken();
    return { wait: () => token.wait(), serve: () => token.cancel() };
  },
};

describe('AsyncLocalStorage', () => {
  for (const [name, make] of Object.entries(WAITS)) {
    it(`is kept across ${name}, whoever serves it`, async () => {
      const { wait, serve } = make();
      const waiting = storage.run('waiter', async () => {
        await wait();
        return here();
      });
      await settled();
      storage.run('server', serve);
      assert.equal(await waiting, 'waiter');
    });
  }

  it('the function of runExclusive runs in the context of its caller, not of who released', async () => {
    const mutex = new Mutex();
    const held = await mutex.acquire();
    const running = storage.run('caller', () => mutex.runExclusive(here));
    storage.run('holder', () => held.release());
    assert.equal(await running, 'caller');
  });

  it('a task that waited for its turn in a group runs in the context of who spawned it', async () => {
    const group = new TaskGroup({ limit: 1 });
    const gate = deferred();
    storage.run('first', () => group.spawn(() => gate.promise));
    const second = storage.run('second', () => group.spawn(here));
    storage.run('other', gate.resolve);
    assert.equal(await second, 'second');
  });

  it('tasks of a group and of a registry run in the context of who started them', async () => {
    const [group, registry] = [new TaskGroup(), new TaskRegistry()];
    const [ticked, seen] = [deferred(), new Set<unknown>()];
    storage.run('starter', () => {
      group.spawn(async () => seen.add(await settled().then(here)));
      registry.track(async () => seen.add(await settled().then(here)));
      group.every(1, () => {
        seen.add(here());
        ticked.resolve();
      });
    });
    await ticked.promise;
    await Promise.all([storage.run('closer', () => group.close()), registry.close()]);
    assert.deepEqual([...seen], ['starter']);
  });

  it('an init function runs in the context of the caller who began the attempt', async () => {
    const lazy = new Lazy(() => settled().then(here));
    const first = storage.run('first', () => lazy.get());
    const second = storage.run('second', () => lazy.get());
    assert.deepEqual(await Promise.all([first, second]), ['first', 'first']);
  });
});
