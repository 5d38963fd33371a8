import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import {
  ArgumentError,
  CancellationToken,
  KeyedLazy,
  KeyedMutex,
  Lazy,
  Mutex,
  RaceguardError,
  Semaphore,
  SharedCancellationToken,
  TaskGroup,
  TaskRegistry,
  TimeoutError,
  type WaitOptions,
} from '../../runtime/src/index.ts';
import { deferred, reasonOf, settled } from './support.ts';

/** Every method that waits: `wait` can be called many times, and all waits go on until `serve`. */
type Waiting = { wait: (options: WaitOptions) => Promise<unknown>; serve: () => void };

const METHODS: Record<string, () => Waiting> = {
  'Mutex.acquire'() {
    const mutex = new Mutex();
    const held = mutex.tryAcquire();
    return { wait: async (options) => (await mutex.acquire(options)).release(), serve: () => held?.release() };
  },
  'Mutex.runExclusive'() {
    const mutex = new Mutex();
    const held = mutex.tryAcquire();
    return { wait: (options) => mutex.runExclusive(() => {}, options), serve: () => held?.release() };
  },
  'Semaphore.acquire'() {
    const semaphore = new Semaphore(1);
    const held = semaphore.tryAcquire();
    return { wait: async (options) => (await semaphore.acquire(options)).release(), serve: () => held?.release() };
  },
  'Semaphore.runExclusive'() {
    const semaphore = new Semaphore(1);
    const held = semaphore.tryAcquire();
    return { wait: (options) => semaphore.runExclusive(() => {}, options), serve: () => held?.release() };
  },
  'KeyedMutex.acquire'() {
    const mutex = new KeyedMutex<string>();
    const held = mutex.tryAcquire('a');
    return { wait: async (options) => (await mutex.acquire('a', options)).release(), serve: () => held?.release() };
  },
  'KeyedMutex.runExclusive'() {
    const mutex = new KeyedMutex<string>();
    const held = mutex.tryAcquire('a');
    return { wait: (options) => mutex.runExclusive('a', () => {}, options), serve: () => held?.release() };
  },
  'Lazy.get'() {
    const gate = deferred();
    const lazy = new Lazy(() => gate.promise);
    return { wait: (options) => lazy.get(undefined, options), serve: gate.resolve };
  },
  'KeyedLazy.get'() {
    const gate = deferred();
    const lazy = new KeyedLazy<string, void>();
    return { wait: (options) => lazy.get('a', () => gate.promise, options), serve: gate.resolve };
  },
  'TaskGroup.close'() {
    const gate = deferred();
    const group = new TaskGroup();
    group.spawn(() => gate.promise);
    return { wait: (options) => group.close(options), serve: gate.resolve };
  },
  'TaskGroup.cancel'() {
    const gate = deferred();
    const group = new TaskGroup();
    group.spawn(() => gate.promise);
    return { wait: (options) => group.cancel('stop', options), serve: gate.resolve };
  },
  'CancellationToken.wait'() {
    const token = new CancellationToken();
    return { wait: (options) => token.wait(options), serve: () => token.cancel() };
  },
  'CancellationToken.snapshot().wait'() {
    const token = new CancellationToken();
    return { wait: (options) => token.snapshot().wait(options), serve: () => token.cancel() };
  },
  'SharedCancellationToken.wait'() {
    const token = new SharedCancellationToken();
    return { wait: (options) => token.wait(options), serve: () => token.cancel() };
  },
  'TaskRegistry.idle'() {
    const gate = deferred();
    const registry = new TaskRegistry();
    registry.track(gate.promise);
    return { wait: (options) => registry.idle(options), serve: gate.resolve };
  },
  'TaskRegistry.close'() {
    const gate = deferred();
    const registry = new TaskRegistry();
    registry.track(gate.promise);
    return { wait: (options) => registry.close(options), serve: gate.resolve };
  },
};

const listeners = (signal: AbortSignal) => getEventListeners(signal, 'abort').length;
const timers = () => process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length;

/** How often the links of the line are read and set when somebody leaves the middle of it. */
function touchesOfLeaving(length: number): number {
  const semaphore = new Semaphore(1);
  semaphore.tryAcquire();
  const line: { prev: unknown; next: unknown; handleEvent(): void }[] = [];
  const signal = {
    aborted: false,
    reason: 'gone',
    addEventListener: (_: string, waiter: (typeof line)[0]) => line.push(waiter),
    removeEventListener() {},
  } as unknown as AbortSignal;
  for (let n = 0; n < length; n++) semaphore.acquire({ signal }).catch(() => {});
  let touches = 0;
  for (const waiter of line) {
    for (const link of ['prev', 'next'] as const) {
      let value = waiter[link];
      Object.defineProperty(waiter, link, {
        get() {
          touches++;
          return value;
        },
        set(other) {
          touches++;
          value = other;
        },
      });
    }
  }
  line[length / 2]?.handleEvent();
  return touches;
}

describe('every wait', () => {
  it('is left in constant time: only the neighbours in line are touched, however long it is', () => {
    const few = touchesOfLeaving(10);
    assert.ok(few > 0, 'the line is linked otherwise than this test knows');
    assert.equal(touchesOfLeaving(1000), few);
  });

  for (const [name, make] of Object.entries(METHODS)) {
    describe(name, () => {
      it('rejects with the reason of the signal, in the step of the abort, and leaves no listener', async () => {
        const { wait, serve } = make();
        const controller = new AbortController();
        const waits = [wait({ signal: controller.signal }), wait({ signal: controller.signal, timeout: 5000 })];
        assert.equal(listeners(controller.signal), 2);
        const reason = { any: 'value' };
        controller.abort(reason);
        assert.equal(listeners(controller.signal), 0);
        for (const waiting of waits) assert.equal(await reasonOf(waiting), reason);
        serve();
      });

      it('rejects with a TimeoutError after `timeout` milliseconds, and leaves no listener', async () => {
        const { wait, serve } = make();
        const controller = new AbortController();
        const start = performance.now();
        const reason = await reasonOf(wait({ signal: controller.signal, timeout: 20 }));
        const took = performance.now() - start;
        assert.ok(took >= 19, `after ${took} ms`);
        assert.ok(reason instanceof TimeoutError && reason instanceof RaceguardError);
        assert.deepEqual([reason.name, reason.code, reason.timeout], ['TimeoutError', 'RACEGUARD_TIMEOUT', 20]);
        assert.equal(listeners(controller.signal), 0);
        serve();
      });

      it('leaves neither listener nor timer when it is served', async () => {
        const { wait, serve } = make();
        const controller = new AbortController();
        await settled(); // mocha has set its own timer
        const before = timers();
        const waiting = wait({ signal: controller.signal, timeout: 60_000 });
        assert.equal(timers(), before + 1);
        serve();
        await waiting;
        assert.deepEqual([listeners(controller.signal), timers()], [0, before]);
      });

      it('rejects at once when the signal has aborted, and adds no listener', async () => {
        const { wait, serve } = make();
        const signal = AbortSignal.abort('before');
        assert.equal(await reasonOf(wait({ signal })), 'before');
        assert.equal(listeners(signal), 0);
        serve();
      });

      it('waits without limit for Infinity and for more than a timer can hold', async () => {
        const { wait, serve } = make();
        const waits = [wait({ timeout: Number.POSITIVE_INFINITY }), wait({ timeout: 2 ** 31 })];
        await settled();
        await settled();
        serve();
        await Promise.all(waits);
      });

      it('rejects, never throws, for a timeout that is no time', async () => {
        const { wait, serve } = make();
        for (const timeout of [-1, Number.NaN, 'soon' as unknown as number]) {
          const reason = await reasonOf(wait({ timeout }));
          assert.ok(reason instanceof ArgumentError, String(timeout));
          assert.match(reason.message, /give milliseconds/);
        }
        serve();
        assert.ok(
          (await reasonOf(wait({ timeout: -1 }))) instanceof ArgumentError,
          'when there is nothing to wait for',
        );
      });

      it('accepts a timeout and a signal that are undefined', async () => {
        const { wait, serve } = make();
        const waiting = wait({ signal: undefined, timeout: undefined });
        serve();
        await waiting;
      });
    });
  }
});
