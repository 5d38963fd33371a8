import assert from 'node:assert/strict';
import { Worker } from 'node:worker_threads';
import { ArgumentError, CancelledError, RaceguardError, SharedCancellationToken } from '../../runtime/src/index.ts';
import { tokenChaos } from './chaos/token-chaos.ts';
import { reasonOf, settled } from './support.ts';

/** Runs with `global[name]` gone. */
function without<T>(owner: object, name: string, run: () => T): T {
  const saved = Object.getOwnPropertyDescriptor(owner, name) as PropertyDescriptor;
  Reflect.deleteProperty(owner, name);
  try {
    return run();
  } finally {
    Object.defineProperty(owner, name, saved);
  }
}

describe('SharedCancellationToken, between threads', () => {
  it('is 64 bits in a SharedArrayBuffer, and tokens over the same one are one', async () => {
    const token = new SharedCancellationToken();
    const same = new SharedCancellationToken(token.buffer);
    assert.equal(token.buffer.byteLength, 8);
    const [snapshot, waiting] = [same.snapshot(), same.wait()];
    await settled();
    assert.deepEqual([token.cancel(65535), same.cancel(1)], [true, false]);
    assert.deepEqual([same.cancelled, same.reason, snapshot.cancelled], [true, 65535, true]);
    assert.deepEqual(await waiting, { epoch: 0, reason: 65535 });
    assert.deepEqual([same.reset(), token.epoch, token.cancelled], [true, 1, false]);
  });

  it('reasons are whole numbers from 0 to 65535, 0 if left out', () => {
    const token = new SharedCancellationToken();
    for (const reason of [-1, 65536, 1.5, Number.NaN, '1' as unknown as number]) {
      assert.throws(() => token.cancel(reason), ArgumentError, String(reason));
    }
    assert.equal(token.cancelled, false);
    token.cancel();
    assert.equal(token.reason, 0);
  });

  it('its signal and throwIfCancelled give a CancelledError with the reason', async () => {
    const token = new SharedCancellationToken();
    const { signal } = token;
    token.cancel(404);
    assert.throws(() => token.snapshot().throwIfCancelled(), CancelledError);
    await new Promise((resolve) => signal.addEventListener('abort', resolve));
    assert.ok(signal.reason instanceof CancelledError);
    assert.deepEqual([signal.reason.cause, signal.reason.name], [404, 'AbortError']);
  });

  it('a wait that was overtaken by further rounds ends with the newest cancel, epoch and reason of one and the same', async () => {
    const token = new SharedCancellationToken();
    const waiting = token.wait();
    await settled();
    for (let round = 0; round < 5; round++) {
      token.cancel(100 + round);
      token.reset();
    }
    const { epoch, reason } = await waiting;
    assert.equal(reason, 100 + epoch);
    assert.equal(epoch, 4);
  });

  it('counts epochs further than 32 bits', () => {
    const token = new SharedCancellationToken();
    new BigInt64Array(token.buffer)[0] = (2n ** 45n) << 17n;
    const snapshot = token.snapshot();
    token.cancel(3);
    assert.deepEqual([snapshot.cancelled, snapshot.reason, token.epoch], [true, 3, 2 ** 45]);
    token.reset();
    assert.deepEqual([snapshot.cancelled, token.cancelled, token.epoch], [true, false, 2 ** 45 + 1]);
  });

  it('one waiter a thread, however many wait', async () => {
    const token = new SharedCancellationToken();
    const real = Atomics.waitAsync;
    let calls = 0;
    Atomics.waitAsync = ((...args: Parameters<typeof real>) => {
      calls++;
      return real(...args);
    }) as typeof real;
    try {
      const waits = Array.from({ length: 100 }, () => token.wait());
      void token.signal;
      await settled();
      token.cancel(1);
      await Promise.all(waits);
      assert.equal(calls, 1);
    } finally {
      Atomics.waitAsync = real;
    }
  });

  it('stops a thread that polls in a loop that never suspends', async () => {
    const token = new SharedCancellationToken();
    const source = new URL('../../runtime/src/index.ts', import.meta.url).href;
    const worker = new Worker(
      `const { parentPort, workerData } = require('node:worker_threads');
       import(${JSON.stringify(source)}).then(({ SharedCancellationToken }) => {
         const snapshot = new SharedCancellationToken(workerData).snapshot();
         parentPort.postMessage('polling');
         while (!snapshot.cancelled);
         parentPort.postMessage(snapshot.reason);
       });`,
      { eval: true, workerData: token.buffer },
    );
    const messages: unknown[] = [];
    await new Promise<void>((resolve, reject) => {
      worker.on('message', (message) => {
        messages.push(message);
        if (message === 'polling') {
          token.cancel(7);
          token.reset();
        }
      });
      worker.on('error', reject);
      worker.on('exit', () => resolve());
    });
    assert.deepEqual(messages, ['polling', 7]);
  });

  it('without shared memory it throws and says why', () => {
    const error = without(globalThis, 'SharedArrayBuffer', () => {
      try {
        return new SharedCancellationToken();
      } catch (thrown) {
        return thrown;
      }
    });
    assert.ok(error instanceof RaceguardError);
    assert.equal(error.code, 'RACEGUARD_UNSUPPORTED');
    assert.match(error.message, /needs SharedArrayBuffer\. A page has it when it is cross-origin isolated/);
  });

  it('without Atomics.waitAsync it can be polled, and a wait says why it fails', async () => {
    const token = new SharedCancellationToken(undefined, { name: 'stop' });
    const waiting = without(Atomics, 'waitAsync', () => {
      const snapshot = token.snapshot();
      assert.equal(snapshot.cancelled, false);
      assert.throws(() => token.signal, /SharedCancellationToken "stop" needs Atomics\.waitAsync\. Poll instead/);
      return token.wait();
    });
    assert.match(String(await reasonOf(waiting)), /needs Atomics\.waitAsync/);
  });

  it('refuses what is no buffer of a token', () => {
    for (const buffer of [new ArrayBuffer(8), new SharedArrayBuffer(4), {}]) {
      assert.throws(() => new SharedCancellationToken(buffer as SharedArrayBuffer), ArgumentError);
    }
  });

  it('8 threads cancel, reset, poll and wait: no lost cancel, no phantom', async function () {
    this.timeout(60_000);
    const { epochs, polls } = await tokenChaos(8, 200_000);
    assert.ok(epochs >= 200_000 && polls > epochs);
  });
});
