/**
 * Real threads on one shared token. Long form: `npm run chaos:token -- [--epochs 2000000] [--threads 8]`
 *
 * An epoch is one cancel and one reset. The oracle: each was cancelled by exactly one thread and reset by exactly one,
 * every wait was woken, and no thread saw a cancel that nobody made or missed one that was made.
 */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { parseArgs } from 'node:util';
import { isMainThread, Worker } from 'node:worker_threads';
import { SharedCancellationToken } from '../../../runtime/src/index.ts';
import { COUNTED, reasonFor, type TokenJob } from './token-job.ts';

export type TokenTotals = Record<(typeof COUNTED)[number] | 'epochs', number>;

/** Throws when the token is wrong, or when nothing has moved for `stuckMs`: a wake-up is lost. */
export async function tokenChaos(threads: number, epochs: number, stuckMs = 20_000): Promise<TokenTotals> {
  const token = new SharedCancellationToken();
  const winners = new SharedArrayBuffer(epochs + 64);
  const counts = new SharedArrayBuffer(threads * COUNTED.length * 8);
  const won = new Uint8Array(winners);
  const workers = Array.from({ length: threads }, (_, id) => {
    const workerData: TokenJob = { id, buffer: token.buffer, winners, counts, epochs };
    return new Worker(new URL('token-worker.ts', import.meta.url), { workerData });
  });
  let ownCancels = 0;
  // All threads may wait at once: then somebody has to cancel.
  const pacemaker = setInterval(() => {
    const { epoch } = token;
    if (!token.cancel(reasonFor(epoch, threads), epoch)) return;
    ownCancels++;
    Atomics.add(won, epoch, threads + 1);
  }, 1);
  let stuck: NodeJS.Timeout | undefined;
  try {
    await new Promise<void>((resolve, reject) => {
      let [seen, since] = [-1, performance.now()];
      stuck = setInterval(() => {
        if (token.epoch !== seen) [seen, since] = [token.epoch, performance.now()];
        else if (performance.now() - since > stuckMs) reject(new Error(`stuck at epoch ${seen}: a wake-up is lost`));
      }, 100);
      Promise.all(workers.map(exited)).then(() => resolve(), reject);
    });
  } finally {
    clearInterval(pacemaker);
    clearInterval(stuck);
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
  const each = new Float64Array(counts);
  const sum = (index: number) =>
    each.reduce((total, value, n) => (n % COUNTED.length === index ? total + value : total), 0);
  const totals = Object.fromEntries(COUNTED.map((key, n) => [key, sum(n)])) as TokenTotals;
  totals.cancels += ownCancels;
  totals.epochs = token.epoch;
  assert.equal(totals.cancels, token.epoch + Number(token.cancelled), 'each epoch is cancelled by exactly one');
  assert.equal(totals.resets, token.epoch, 'each epoch is reset by exactly one');
  assert.equal(won.subarray(0, token.epoch).indexOf(0), -1, 'each epoch has a winner');
  assert.ok(totals.wakes > 0 && totals.signals > 0 && totals.lostCancels > 0, 'there was something to race for');
  return totals;
}

async function exited(worker: Worker): Promise<void> {
  const [code] = await once(worker, 'exit'); // rejects with an error of the thread
  assert.equal(code, 0);
}

if (isMainThread && import.meta.main) {
  const { values } = parseArgs({ options: { epochs: { type: 'string' }, threads: { type: 'string' } } });
  const [threads, epochs] = [Number(values.threads ?? 8), Number(values.epochs ?? 2_000_000)];
  const start = performance.now();
  const totals = await tokenChaos(threads, epochs, 60_000);
  console.log(`${threads} threads, ${((performance.now() - start) / 1000).toFixed(1)} s`);
  for (const [key, value] of Object.entries(totals)) console.log(`${key.padEnd(12)} ${value.toLocaleString('en')}`);
}
