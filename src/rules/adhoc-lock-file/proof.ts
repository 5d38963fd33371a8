import { equal } from 'node:assert/strict';
import type { Trial } from '../../../runtime/src/testing/index.ts';
import type { Load, Proof } from '../../../test/rules/proofs/proof.ts';
import { MemoryDisk } from '../../runner/memory-disk.ts';

type Subject = typeof import('./bad.ts');

export const proofs: readonly Proof<Subject>[] = [
  {
    hazard: 'two find no lock file, and both go on',
    failure: /2 at once/,
    async program(t, load) {
      const disk = new MemoryDisk(t, { '/work': null });
      disk.watch('/work/app.lock', 'app.lock');
      const inside = counter(t);
      for (const name of ['A', 'B']) {
        const { CloneLock } = processOf(t, load, disk);
        const lock = new CloneLock('/work/app');
        const work = () =>
          lock
            .acquire()
            .then(inside)
            .then(() => lock.release());
        t.task(name, () => work().catch(unlessTired));
      }
      await t.all();
    },
  },
  {
    hazard: 'an old lock is removed twice, the second time it is that of a neighbour',
    failure: /2 at once/,
    async program(t, load) {
      // Left by a process that was killed long ago.
      const disk = new MemoryDisk(t, { '/work/app.pull.lock': '' });
      const inside = counter(t);
      for (const name of ['A', 'B']) {
        const { pull } = processOf(t, load, disk, { clone: inside });
        t.task(name, () => pull('url', '/work/app').catch(unlessTired));
      }
      await t.all();
    },
  },
];

function counter(t: Trial): () => Promise<void> {
  let inside = 0;
  const step = t.wrap(async () => {}, { name: 'work', park: 'call' });
  return async () => {
    inside++;
    equal(inside, 1, `${inside} at once`);
    await step();
    inside--;
  };
}

/** The program once more, as another process would run it. */
function processOf(t: Trial, load: Load<Subject>, disk: MemoryDisk, more: Record<string, unknown> = {}) {
  const process = { pid: 1, kill: () => true };
  let sleeps = 0;
  const sleep = async () => {
    if (++sleeps > 2) throw new Error(tired);
  };
  const timers = { setTimeout: t.wrap(sleep, { name: 'sleep', park: 'call' }) };
  return load({ ...disk.world, 'node:timers/promises': timers, process, ...more });
}

/** Nobody waits for ever in a schedule that ends. */
const tired = 'waited often enough';

function unlessTired(error: Error): void {
  // The lock of a neighbour was removed under its owner: told by the count.
  if (error.message !== tired && !/ENOENT/.test(error.message)) throw error;
}
