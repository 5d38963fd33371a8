/** One process of the load: `node child.ts <contestant> <share of acquisitions that end in SIGKILL>`, in the lock's folder. */
import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { contestants } from './contestants.ts';
import { enterWitness, leaveWitness } from './witness.ts';

const [name = '', deaths = '0'] = process.argv.slice(2);
const lock = contestants[name]!();
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

while (!existsSync('stop')) {
  const asked = performance.now();
  const held = await lock.acquire();
  // One byte each that no kill can take back.
  appendFileSync('log/acquired', '.');
  report(enterWitness('witness'));
  const waited = performance.now() - asked;
  if (waited > Number(existsSync('log/longest') ? readFileSync('log/longest', 'utf8') : 0)) {
    writeFileSync('log/longest', `${Math.round(waited)}`);
  }
  if (held.fence && Math.random() < 0.1) await checkFence(await held.fence());
  if (Math.random() < 0.7) await pause(Math.random() * 2);
  if (Math.random() < Number(deaths)) process.kill(process.pid, 'SIGKILL');
  report(leaveWitness('witness'));
  await held.release();
  if (Math.random() < 0.7) await pause(Math.random() * 20);
}

/** The greatest number so far is kept under the lock itself. */
async function checkFence(number: number): Promise<void> {
  const last = existsSync('log/fence') ? Number(readFileSync('log/fence', 'utf8')) : 0;
  if (number <= last) report(`fence() gave ${number} after ${last}`);
  writeFileSync('log/fence', `${number}`);
}

function report(wrong: string | undefined): void {
  if (wrong !== undefined) appendFileSync('log/wrong', `${wrong}\n`);
}
