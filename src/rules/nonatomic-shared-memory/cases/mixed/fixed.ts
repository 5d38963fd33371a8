import { workerData } from 'node:worker_threads';

const Slot = { Ready: 0, Next: 1, Flags: 2 } as const;

const control = new Int32Array(workerData.control);
const totals = new BigInt64Array(workerData.totals as SharedArrayBuffer);
const weights = new Float64Array(workerData.weights as SharedArrayBuffer);

export function begin(): number {
  while (Atomics.load(control, Slot.Ready) === 0) {}
  const mine = Atomics.add(control, Slot.Next, 1);
  Atomics.or(control, Slot.Flags, 1 << mine);
  return mine;
}

export function release(): void {
  Atomics.store(control, Slot.Ready, 1);
  Atomics.notify(control, Slot.Ready);
}

export function add(n: bigint): bigint {
  Atomics.add(totals, 0, n);
  Atomics.sub(totals, 1, 1n);
  return Atomics.load(totals, 0);
}

/** Data: whoever is told by the flag may read it. */
export function weigh(i: number, weight: number): number {
  weights[i] = weight;
  return weights[0]!;
}
