import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Diagnosis, enableDiagnostics } from '../../runtime/src/diagnostics/index.ts';
import { KeyedLazy, KeyedMutex, Lazy, Mutex, Semaphore, TaskGroup, TaskRegistry } from '../../runtime/src/index.ts';
import { FileLock } from '../../runtime/src/node/index.ts';
import { deferred, delay, settled } from './support.ts';

const found: Diagnosis[] = [];
let disable = () => {};

/** The message of the only thing that is found, as soon as it is. */
async function diagnosis(): Promise<string> {
  while (found.length === 0) await delay(2);
  await delay(20);
  assert.equal(found.length, 1, found.map(({ message }) => message).join('\n'));
  assert.equal(found[0]?.code, 'RACEGUARD_SELF_WAIT');
  return found[0].message;
}

const never = { timeout: 300 }; // so that what waits for itself ends all the same
const ignored = () => {};

describe('diagnostics', function () {
  this.timeout(20_000);

  beforeEach(() => {
    found.length = 0;
    disable = enableDiagnostics({ patienceMs: 10, onDiagnosis: (diagnosis) => found.push(diagnosis) });
  });
  afterEach(() => disable());

  describe('re-entry is found, and the chain named', () => {
    it('of a Mutex', async () => {
      const mutex = new Mutex({ name: 'db' });
      const outer = mutex.runExclusive(() => mutex.runExclusive(ignored, never)).catch(ignored);
      const message = await diagnosis();
      assert.match(message, /^Mutex "db" waits for itself, for ever:\n/);
      assert.match(message, /Mutex "db" is entered at .*diagnostics\.test\.m?[jt]s:\d+/);
      assert.match(message, /waits for Mutex "db" at .*diagnostics\.test\.m?[jt]s:\d+/);
      await outer;
    });

    it('of a Mutex by acquire, through other functions and waits', async () => {
      const mutex = new Mutex({ name: 'db' });
      const save = async () => {
        await settled();
        using _lock = await mutex.acquire(never);
      };
      const outer = mutex.runExclusive(save).catch(ignored);
      assert.match(await diagnosis(), /^Mutex "db" waits for itself/);
      await outer;
    });

    it('of a key, and of a Semaphore without a free permit', async () => {
      const keyed = new KeyedMutex<string>({ name: 'files' });
      const outer = keyed.runExclusive('a', () => keyed.runExclusive('a', ignored, never)).catch(ignored);
      assert.match(await diagnosis(), /^KeyedMutex "files", key "a" waits for itself/);
      await outer;
      found.length = 0;
      const semaphore = new Semaphore(1, { name: 'slots' });
      const region = semaphore.runExclusive(() => semaphore.runExclusive(ignored, never)).catch(ignored);
      assert.match(await diagnosis(), /^Semaphore "slots" waits for itself/);
      await region;
    });
  });

  it('re-entry of a FileLock is found, also by another object with its path', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'raceguard-diagnostics-'));
    try {
      const path = join(folder, 'clone.lock');
      const lock = new FileLock(path, { name: 'clone' });
      const outer = lock.runExclusive(() => new FileLock(path).runExclusive(ignored, never)).catch(ignored);
      const message = await diagnosis();
      assert.match(message, /^FileLock "clone" waits for itself, for ever:\n/);
      assert.match(message, /FileLock "clone" is entered at .*diagnostics\.test\.m?[jt]s:\d+/);
      await outer;
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  describe('waiting for oneself is found, and the chain named', () => {
    it('of an init function that gets its own Lazy', async () => {
      const lazy: Lazy<number> = new Lazy(() => lazy.get(undefined, never), { name: 'client' });
      const getting = lazy.get().catch(ignored);
      assert.match(await diagnosis(), /^Lazy "client" waits for itself/);
      await getting;
    });

    it('of two that get each other', async () => {
      const users = new KeyedLazy<string, number>({ name: 'users' });
      const get = (key: string, other: string): Promise<number> =>
        users.get(key, () => settled().then(() => get(other, key)), never);
      const getting = get('a', 'b').catch(ignored);
      const message = await diagnosis();
      assert.match(message, /KeyedLazy "users", key a is entered at[\s\S]*KeyedLazy "users", key b is entered at/);
      await getting;
    });

    it('of a task that awaits the end of its registry', async () => {
      const registry = new TaskRegistry({ name: 'uploads' });
      registry.track(() => registry.idle(never));
      assert.match(await diagnosis(), /^TaskRegistry "uploads" waits for itself/);
      await registry.close();
    });

    it('of a task, and of a body, that awaits the close of its group', async () => {
      const group = new TaskGroup({ name: 'sync' });
      group.spawn(async () => {
        await settled();
        await group.close(never);
      });
      assert.match(await diagnosis(), /^TaskGroup "sync" waits for itself/);
      await group.close().catch(ignored);
      found.length = 0;
      const other = new TaskGroup({ name: 'other' });
      const running = other.run(() => other.close(never)).catch(ignored);
      assert.match(await diagnosis(), /^TaskGroup "other" waits for itself/);
      await running;
    });

    it('in a circle: two locks in two orders', async () => {
      const [a, b] = [new Mutex({ name: 'a' }), new Mutex({ name: 'b' })];
      const both = (first: Mutex, second: Mutex) =>
        first.runExclusive(() => settled().then(() => second.runExclusive(ignored, never)));
      const all = Promise.allSettled([both(a, b), both(b, a)]);
      while (found.length === 0) await delay(2);
      const [{ message } = { message: '' }] = found;
      assert.match(message, /waits for Mutex "b" at/);
      assert.match(message, /waits for Mutex "a" at/);
      await all;
    });

    it('in a circle: a lock is held over the close of a group whose task waits for the lock', async () => {
      const [mutex, group] = [new Mutex({ name: 'db' }), new TaskGroup({ name: 'sync' })];
      const gate = deferred();
      group.spawn(() => gate.promise.then(() => mutex.runExclusive(ignored, never)));
      const region = mutex.runExclusive(() => {
        gate.resolve();
        return group.close();
      });
      while (found.length === 0) await delay(2);
      assert.match(found[0]?.message ?? '', /Mutex "db"[\s\S]*TaskGroup "sync"|TaskGroup "sync"[\s\S]*Mutex "db"/);
      await region.catch(ignored);
    });
  });

  it('what only waits long is not told', async () => {
    const mutex = new Mutex();
    const lazy = new Lazy(() => delay(40));
    const group = new TaskGroup();
    await group.run(async () => {
      group.spawn(() => mutex.runExclusive(() => delay(40)));
      group.spawn(() => mutex.runExclusive(() => delay(40)));
      group.spawn(() => lazy.get());
      group.spawn(() => Promise.all([lazy.get(), group.spawn(() => lazy.get())]));
    });
    const closing = new TaskGroup();
    closing.spawn(async () => {
      await settled();
      void closing.close(); // not awaited
      await delay(40);
    });
    await closing.close();
    // A task that is started under a lock, and that the lock does not wait for.
    const owner = new TaskGroup();
    await mutex.runExclusive(async () => {
      owner.spawn(() => mutex.runExclusive(() => {}));
      await delay(40);
    });
    await owner.close();
    assert.deepEqual(found, []);
  });

  it('onStuck is told where the tasks were spawned', async () => {
    const [gate, told] = [deferred(), deferred<string | undefined>()];
    const group = new TaskGroup({ graceMs: 1, onStuck: ([task]) => told.resolve(task?.stack) });
    group.spawn(() => gate.promise);
    const closed = group.cancel();
    assert.match((await told.promise) ?? '', /^at .*diagnostics\.test\.m?[jt]s:\d+/);
    gate.resolve();
    await closed;
  });

  it('nothing is left of it when it is switched off', async () => {
    const classes = [Mutex, Semaphore, KeyedMutex, Lazy, KeyedLazy, TaskRegistry, TaskGroup, FileLock];
    const methods = () =>
      classes.flatMap(({ prototype }) =>
        Reflect.ownKeys(prototype).map((key) => Object.getOwnPropertyDescriptor(prototype, key)?.value),
      );
    const on = methods();
    disable();
    const before = methods();
    assert.notDeepEqual(on, before);
    enableDiagnostics({ onDiagnosis: (diagnosis) => found.push(diagnosis) })();
    const after = methods();
    assert.ok(after.every((method, n) => method === before[n]));
    const mutex = new Mutex();
    await mutex.runExclusive(() => mutex.runExclusive(ignored, { timeout: 30 })).catch(ignored);
    assert.deepEqual(found, []);
  });
});
