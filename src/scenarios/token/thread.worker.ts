/** A thread that polls a token and waits for it. Asked, it tells which of these it still does many turns later. */
import { setImmediate as turn } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';

const TURNS = 5_000;

const { program, buffer } = workerData as { readonly program: string; readonly buffer: SharedArrayBuffer };
const { serve, ThreadToken } = (await import(program)) as typeof import('./unsafe.ts');
const token = new ThreadToken(buffer);
const doing = new Set(['works', 'waits']);
serve(token, () => turn()).then(() => doing.delete('works'));
token.wait().then(() => doing.delete('waits'));
parentPort!.once('message', async () => {
  for (let turns = 0; doing.size > 0 && turns < TURNS; turns++) await turn();
  parentPort!.postMessage([...doing].join());
});
await turn();
parentPort!.postMessage('ready');
