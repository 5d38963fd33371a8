import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';

if (isMainThread) {
  const sharedBuffer = new SharedArrayBuffer(4);
  const counter = new Int32Array(sharedBuffer);
  counter[0] = 0;
  const worker = new Worker(new URL(import.meta.url), { workerData: { sharedBuffer } });
  worker.on('online', () => {
    for (let i = 0; i < 1000; i++) counter[0]!++;
    //                             ^^^^^^^^^^^^^ RG502 `counter[0]` is read and written in two steps
    worker.on('message', () => console.log(counter[0]));
  });
} else {
  const counter = new Int32Array(workerData.sharedBuffer);
  for (let i = 0; i < 1000; i++) counter[0]! += 1;
  //                             ^^^^^^^^^^^^^^^^ RG502 `counter[0]` is read and written in two steps
  parentPort?.postMessage('done');
}
