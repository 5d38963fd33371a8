import { workerData } from 'node:worker_threads';

const Slot = { Ready: 0, Next: 1, Flags: 2 } as const;

const control = new Int32Array(workerData.control);
const totals = new BigInt64Array(workerData.totals as SharedArrayBuffer);
const weights = new Float64Array(workerData.weights as SharedArrayBuffer);

export function begin(): number {
  while (control[Slot.Ready] === 0) {}
  //     ^^^^^^^^^^^^^^^^^^^ RG502 `control[Slot.Ready]` is read without `Atomics`
  const mine = control[Slot.Next]!++;
  //           ^^^^^^^^^^^^^^^^^^^^^ RG502 `control[Slot.Next]` is read and written in two steps
  control[Slot.Flags] = control[Slot.Flags]! | (1 << mine);
  // <- RG502 `control[Slot.Flags]` is read and written in two steps
  return mine;
}

export function release(): void {
  Atomics.store(control, Slot.Ready, 1);
  Atomics.notify(control, Slot.Ready);
}

export function add(n: bigint): bigint {
  Atomics.add(totals, 0, n);
  totals[1]!--;
//^^^^^^^^^^^^ RG502 `totals[1]` is read and written in two steps
  return totals[0]!;
//       ^^^^^^^^^ RG502 `totals[0]` is read without `Atomics`
}

/** Data: whoever is told by the flag may read it. */
export function weigh(i: number, weight: number): number {
  weights[i] = weight;
  return weights[0]!;
}
