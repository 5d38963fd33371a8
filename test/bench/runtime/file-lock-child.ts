/**
 * One of several processes that hand a lock to each other: holds it for a millisecond, rests for some, and tells how long
 * it took from the release in another process to the acquisition in this one. Prints these times in microseconds.
 */
import { closeSync, openSync, readSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { contenders } from './file-lock-contenders.ts';

const [name = '', folder = '', seconds = ''] = process.argv.slice(2);
const lock = contenders[name]!(folder);
const times: number[] = [];
const note = new BigInt64Array(2); // when it was released, on a clock that all processes share, and by whom
const file = openSync(join(folder, 'released'), 'r+');
const rest = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

process.stdout.write('ready\n');
await new Promise((resolve) => process.stdin.once('data', resolve));
const end = performance.now() + Number(seconds) * 1000;
const me = BigInt(process.pid);
while (performance.now() < end) {
  const asked = process.hrtime.bigint();
  const waits = lock.acquire();
  if (waits instanceof Promise) await waits;
  const got = process.hrtime.bigint();
  readSync(file, note, 0, 16, 0);
  // Only if it was waited for when it was released.
  if (note[1] !== me && note[0]! > asked) times.push(Number(got - note[0]!) / 1000);
  await rest(1);
  note[0] = process.hrtime.bigint();
  note[1] = me;
  writeSync(file, note, 0, 16, 0);
  const released = lock.release();
  if (released instanceof Promise) await released;
  await rest(1 + Math.random() * 4);
}
closeSync(file);
process.stdout.write(`${JSON.stringify(times)}\n`, () => process.exit(0));
