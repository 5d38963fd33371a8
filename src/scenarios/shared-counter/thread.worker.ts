/** A thread that counts requests as long as it may, and tells how many it had. */
import { parentPort, workerData } from 'node:worker_threads';

const AT_ONCE = 1_000;

const { program, memory, gate, ms } = workerData as {
  readonly program: string;
  readonly memory: SharedArrayBuffer;
  /** How many threads are there, and whether they may begin. */
  readonly gate: Int32Array<SharedArrayBuffer>;
  readonly ms: number;
};
const { Statistics } = (await import(program)) as typeof import('./unsafe.ts');
const statistics = new Statistics(memory);
Atomics.add(gate, 0, 1);
Atomics.notify(gate, 0);
Atomics.wait(gate, 1, 0);
const end = performance.now() + ms;
let requests = 0;
while (performance.now() < end) {
  for (let n = 0; n < AT_ONCE; n++) statistics.count();
  requests += AT_ONCE;
}
parentPort!.postMessage(requests);
