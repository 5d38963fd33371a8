/** What the threads that share a token, and the one that starts them, have to agree on. */
export interface TokenJob {
  readonly id: number;
  readonly buffer: SharedArrayBuffer;
  /** The thread that cancelled each epoch, plus one; written by the winner after its cancel. */
  readonly winners: SharedArrayBuffer;
  readonly counts: SharedArrayBuffer;
  readonly epochs: number;
}

/** What each thread counts, in this order. */
export const COUNTED = ['cancels', 'resets', 'lostCancels', 'lostResets', 'polls', 'wakes', 'signals'] as const;

/** The thread in the low bits, and of the epoch as much as fits: a reason tells which cancel it is from. */
export function reasonFor(epoch: number, thread: number): number {
  return ((epoch % 4096) << 4) | thread;
}
