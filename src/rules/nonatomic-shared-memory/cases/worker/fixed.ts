import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';

if (isMainThread) {
  const sharedBuffer = new SharedArrayBuffer(4);
  const counter = new Int32Array(sharedBuffer);
  counter[0] = 0;
  const worker = new Worker(new URL(import.meta.url), { workerData: { sharedBuffer } });
  worker.on('online', () => {
    for (let i = 0; i < 1000; i++) Atomics.add(counter, 0, 1);
    worker.on('message', () => console.log(Atomics.load(counter, 0)));
  });
} else {
  const counter = new Int32Array(workerData.sharedBuffer);
  for (let i = 0; i < 1000; i++) Atomics.add(counter, 0, 1);
  parentPort?.postMessage('done');
}
