/**
 * One of the threads that cancel, reset, poll and wait on one token until so many epochs have passed. It counts what it
 * did and throws when it sees what cannot be: a cancel that nobody made, or one that is gone.
 */
import { workerData } from 'node:worker_threads';
import { SharedCancellationToken } from '../../../runtime/src/index.ts';
import { COUNTED, reasonFor, type TokenJob } from './token-job.ts';

const { id, buffer, winners, counts, epochs } = workerData as TokenJob;
const token = new SharedCancellationToken(buffer);
const won = new Uint8Array(winners);
const counted: Record<(typeof COUNTED)[number], number> = Object.fromEntries(COUNTED.map((key) => [key, 0])) as never;
let random = (id + 1) * 0x9e3779b9;

function chance(one: number): boolean {
  random ^= random << 13;
  random ^= random >>> 17;
  random ^= random << 5;
  return (random >>> 0) % one === 0;
}

function impossible(what: string): never {
  throw new Error(`thread ${id}: ${what}; token at epoch ${token.epoch}, cancelled ${token.cancelled}`);
}

function checkReason(epoch: number, reason: number | undefined): void {
  if (reason === undefined || reason >> 4 !== epoch % 4096) impossible(`reason ${reason} for epoch ${epoch}`);
}

function round(): void {
  const snapshot = token.snapshot();
  const { epoch } = snapshot;
  counted.polls++;
  if (snapshot.cancelled) {
    if (token.epoch === epoch && !token.cancelled && token.epoch === epoch) impossible(`phantom cancel of ${epoch}`);
  } else if (chance(2)) {
    if (token.cancel(reasonFor(epoch, id), epoch)) {
      counted.cancels++;
      if (Atomics.add(won, epoch, id + 1) !== 0) impossible(`epoch ${epoch} was cancelled twice`);
      if (!snapshot.cancelled) impossible(`own cancel of ${epoch} is lost`);
    } else {
      counted.lostCancels++;
      if (!snapshot.cancelled) impossible(`cancel of ${epoch} failed, yet it is not cancelled`);
    }
  }
  if (chance(2) && snapshot.cancelled) {
    if (token.reset(epoch)) counted.resets++;
    else counted.lostResets++;
    if (token.epoch <= epoch) impossible(`epoch ${epoch} was reset by nobody`);
    if (!snapshot.cancelled) impossible(`a reset un-cancelled ${epoch}`);
  }
  if (snapshot.cancelled && token.epoch === epoch) checkReasonOfNow(epoch);
}

/** Reason and epoch by two loads: only what is the same before and after belongs together. */
function checkReasonOfNow(epoch: number): void {
  const now = token.snapshot();
  const { reason } = now;
  if (now.epoch === epoch && token.epoch === epoch) checkReason(epoch, reason);
}

const alive = setInterval(() => {}, 60_000); // a waiter alone does not keep a thread alive
while (token.epoch < epochs) {
  for (let n = 0; n < 500 && token.epoch < epochs; n++) round();
  // Now and then a waiter and a signal. Should all threads wait at once, the main thread cancels.
  const snapshot = token.snapshot();
  const ended = await snapshot.wait();
  counted.wakes++;
  if (ended.epoch < snapshot.epoch) impossible(`woken by epoch ${ended.epoch} before ${snapshot.epoch}`);
  checkReason(ended.epoch, ended.reason);
  if (won[ended.epoch] !== 0 && won[ended.epoch] !== (ended.reason & 15) + 1) {
    impossible(`epoch ${ended.epoch} was cancelled by ${won[ended.epoch]}, not as ${ended.reason} says`);
  }
  if (token.reset(snapshot.epoch)) counted.resets++;
  const { signal, epoch } = token.snapshot();
  if (token.cancel(reasonFor(epoch, id), epoch)) {
    counted.cancels++;
    if (Atomics.add(won, epoch, id + 1) !== 0) impossible(`epoch ${epoch} was cancelled twice`);
  }
  if (!signal.aborted) await new Promise((resolve) => signal.addEventListener('abort', resolve));
  counted.signals++;
}
clearInterval(alive);
const own = new Float64Array(counts, id * COUNTED.length * 8, COUNTED.length);
COUNTED.forEach((key, n) => {
  own[n] = counted[key];
});
