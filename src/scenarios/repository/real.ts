/** Real processes that pull one real repository into one folder, all at once. */
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { RealForm } from '../scenario.ts';
import type { Order } from './clone.worker.ts';
import { makeOrigin } from './origin.ts';
import { type Worker, Workers } from './workers.ts';

const PROCESSES = 6;
/** In one of these at least it goes wrong with the unsafe program; with the safe one it may in none. */
const ROUNDS = 3;

interface Case {
  readonly what: string;
  readonly kind: Order['kind'];
  readonly ownerIsKilled?: boolean;
}

const cases: readonly Case[] = [
  { what: `${PROCESSES} processes clone at once`, kind: 'GitRepository' },
  { what: `${PROCESSES} processes take turns by the lock file`, kind: 'LockedRepository' },
  {
    what: `the owner of the lock is killed, and ${PROCESSES} processes find its lock`,
    kind: 'LockedRepository',
    ownerIsKilled: true,
  },
];

/** Throws, of each of the cases that went wrong, what a process that failed has said. */
export const cloneByManyProcesses: RealForm['run'] = async (program, { signal, onStep }) => {
  signal.throwIfAborted();
  const folder = await mkdtemp(join(tmpdir(), 'raceguard-clone-'));
  const workers = new Workers(signal);
  try {
    const origin = join(folder, 'flows.git');
    onStep('A bare repository is made.');
    const head = await makeOrigin(origin, signal);
    const script = join(dirname(program), 'clone.worker.mjs');
    const start = () => workers.start(script, [pathToFileURL(program).href, origin, head]);
    const all = await Promise.all(Array.from({ length: PROCESSES }, start));
    const faults: string[] = [];
    for (const one of cases) {
      for (let round = 1; round <= ROUNDS; round++) {
        onStep(`Round ${round}: ${one.what}.`);
        const base = join(folder, `${cases.indexOf(one)}-${round}`);
        await mkdir(base);
        const { kind } = one;
        if (one.ownerIsKilled) await killedAsOwner(await start(), { does: 'hold', kind, base });
        const said = await Promise.all(all.map((worker) => worker.tell({ does: 'pull', kind, base })));
        const counts = [...new Set(said)].map((line) => `${said.filter((other) => other === line).length} × ${line}`);
        onStep(`Round ${round}: ${counts.join('; ')}`);
        const wrong = said.filter((line) => line !== 'whole');
        if (wrong.length > 0) {
          const told = wrong.find((line) => /already exists/.test(line)) ?? wrong.find((line) => /^fatal:/.test(line));
          faults.push(`${one.what}: ${told ?? wrong[0]}`);
          break;
        }
      }
    }
    if (faults.length > 0) throw new Error(faults.join('\n'));
  } finally {
    await workers.end();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
};

/** Of a process that held the lock and is no more, the lock is left. */
async function killedAsOwner(owner: Worker, order: Order): Promise<void> {
  const said = await owner.tell(order);
  if (said !== 'holds') throw new Error(`The first process did not get the lock: ${said}`);
  await owner.kill();
}
