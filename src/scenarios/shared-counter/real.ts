/** Real threads that count in memory they share. */
import { once } from 'node:events';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { RealForm } from '../scenario.ts';

const THREADS = 4;
const ROUNDS = 3;
/** How long a round is: many times what a thread may run before another one has its turn. */
const MS = 150;

/** Throws how many of the requests were not counted. */
export const countTogether: RealForm['run'] = async (path, { signal, onStep }) => {
  const worker = join(dirname(path), 'thread.worker.mjs');
  const program = pathToFileURL(path).href;
  const { Statistics } = (await import(program)) as typeof import('./unsafe.ts');
  let [lost, all] = [0, 0];
  for (let round = 1; round <= ROUNDS; round++) {
    signal.throwIfAborted();
    const statistics = new Statistics();
    const requests = await count(worker, { program, memory: statistics.memory }, signal);
    onStep(`Round ${round}: of ${shown(requests)} requests ${shown(statistics.answered)} are counted.`);
    lost += requests - statistics.answered;
    all += requests;
  }
  if (lost !== 0) throw new Error(`${shown(lost)} of ${shown(all)} requests were not counted.`);
};

/** How many requests the threads had; when `signal` aborts, they are ended. */
async function count(worker: string, given: object, signal: AbortSignal): Promise<number> {
  const gate = new Int32Array(new SharedArrayBuffer(8));
  const workerData = { ...given, gate, ms: MS };
  const threads = Array.from({ length: THREADS }, () => new Worker(worker, { workerData }));
  try {
    const counts = Promise.all(threads.map((thread) => said(thread, signal)));
    // One that fails before never comes to the gate.
    await Promise.race([counts, together(gate)]);
    Atomics.store(gate, 1, 1);
    Atomics.notify(gate, 1);
    return (await counts).reduce((sum, requests) => sum + requests, 0);
  } finally {
    await Promise.all(threads.map((thread) => thread.terminate()));
  }
}

/** All threads are at the gate. */
async function together(gate: Int32Array<SharedArrayBuffer>): Promise<void> {
  for (let there = 0; there < THREADS; there = Atomics.load(gate, 0)) {
    await Atomics.waitAsync(gate, 0, there).value;
  }
}

async function said(thread: Worker, signal: AbortSignal): Promise<number> {
  const [requests] = await once(thread, 'message', { signal });
  return requests;
}

function shown(count: number): string {
  return count.toLocaleString('en');
}
