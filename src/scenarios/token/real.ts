/** Real threads that poll one token and wait for it, which is cancelled and taken down in one go. */
import { once } from 'node:events';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { RealForm } from '../scenario.ts';

const THREADS = 4;
const ROUNDS = 5;

/** Throws how many threads a cancel has not reached. */
export const cancelManyThreads: RealForm['run'] = async (path, { signal, onStep }) => {
  const worker = join(dirname(path), 'thread.worker.mjs');
  const program = pathToFileURL(path).href;
  const { ThreadToken } = (await import(program)) as typeof import('./unsafe.ts');
  for (let round = 1; round <= ROUNDS; round++) {
    signal.throwIfAborted();
    const token = new ThreadToken();
    const threads = Array.from(
      { length: THREADS },
      () => new Worker(worker, { workerData: { program, buffer: token.buffer } }),
    );
    try {
      await Promise.all(threads.map((thread) => said(thread, signal)));
      onStep(`Round ${round}: ${THREADS} threads poll the token and wait for it; it is cancelled and taken down.`);
      token.cancel(7);
      token.reset();
      const ends = await Promise.all(threads.map((thread) => said(thread, signal, 'look')));
      const count = (end: string) => ends.filter((doing) => doing.includes(end)).length;
      const [works, waits] = [count('works'), count('waits')];
      onStep(`Round ${round}: ${works} of ${THREADS} threads still work, ${waits} still wait.`);
      if (works) throw new Error(`${works} of ${THREADS} threads go on after the cancel.`);
      if (waits) throw new Error(`${waits} of ${THREADS} threads still wait for the cancel.`);
    } finally {
      await Promise.all(threads.map((thread) => thread.terminate()));
    }
  }
};

/** What the thread says next. Rejects when it fails, and when the signal aborts. */
async function said(thread: Worker, signal: AbortSignal, asked?: string): Promise<string> {
  const answer = once(thread, 'message', { signal });
  if (asked !== undefined) thread.postMessage(asked);
  const [text] = await answer;
  return text;
}
