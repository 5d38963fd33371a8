import { equal } from 'node:assert/strict';
import { Mutex } from '../../../runtime/src/index.ts';
import type { Trial } from '../../../runtime/src/testing/index.ts';
import type { Proof } from '../../../test/rules/proofs/proof.ts';

type Subject = typeof import('./bad.ts');

export const proofs: readonly Proof<Subject>[] = [
  {
    hazard: 'a page that cannot be rendered keeps the mutex, and the next print waits for ever',
    failure: /deadlock: .*B/,
    async program(t, load) {
      const { Press } = load(office(t));
      const press = new Press(new Slots());
      t.task('A', () => press.print('broken').catch(() => {}));
      t.task('B', () => press.print('fine'));
      await t.all();
    },
  },
  {
    hazard: 'a proof that cannot be rendered keeps its slot',
    failure: /taken slots/,
    async program(t, load) {
      const { Press } = load(office(t));
      const slots = new Slots();
      const press = new Press(slots);
      t.task('A', () => press.proof('broken').catch(() => {}));
      t.task('B', () => press.draft('broken').catch(() => {}));
      await t.all();
      equal(slots.taken, 0, 'taken slots');
    },
  },
  {
    hazard: 'a replacement that fails keeps the lock that it was given',
    failure: /deadlock: .*B/,
    async program(t, load) {
      const { replace } = load(office(t));
      const mutex = new Mutex();
      const lock = { acquire: () => mutex.acquire().then((handle) => () => handle.release()) };
      t.task('A', () => replace(lock, 'broken', () => true).catch(() => {}));
      t.task('B', () => replace(lock, 'fine', () => true));
      await t.all();
    },
  },
];

function office(t: Trial) {
  const render = async (page: string) => {
    if (page === 'broken') throw new Error('no such page');
    return `<h1>${page}</h1>`;
  };
  return {
    render: t.wrap(render, { park: 'call' }),
    publish: t.wrap(async () => {}, { name: 'publish', park: 'call' }),
  };
}

/** Has slots for all: nobody waits. */
class Slots {
  taken = 0;

  async acquire(): Promise<void> {
    this.taken++;
  }

  tryAcquire(): boolean {
    this.taken++;
    return true;
  }

  release(): void {
    this.taken--;
  }
}
