import { deepEqual, equal } from 'node:assert/strict';
import type { Trial } from '../../../runtime/src/testing/index.ts';
import type { Proof } from '../../../test/rules/proofs/proof.ts';
import type { Socket, World } from './bad.ts';

type Subject = typeof import('./bad.ts');

export const proofs: readonly Proof<Subject>[] = [
  {
    hazard: 'two payments that one balance allows',
    failure: /the balance is -20/,
    async program(t, load) {
      const { Account } = load();
      const account = new Account(worldOf(t));
      t.watch(account, 'balance');
      for (const name of ['A', 'B']) t.task(name, () => account.payAll([60]).catch(() => {}));
      await t.all();
      equal(account.rest, 40, `the balance is ${account.rest}`);
    },
  },
  {
    hazard: 'two wait in a queue for one',
    failure: /2 wait/,
    async program(t, load) {
      const { Account } = load();
      const account = new Account(worldOf(t));
      for (const name of ['A', 'B']) t.task(name, () => account.queueAll([name]).catch(() => {}));
      await t.all();
      const waiting = await account.queueAll([]);
      equal(waiting, 1, `${waiting} wait`);
    },
  },
  {
    hazard: 'one message is delivered twice',
    failure: /delivered more than once/,
    async program(t, load) {
      const { Account } = load();
      const delivered: string[] = [];
      const account = new Account(worldOf(t, delivered));
      for (const name of ['A', 'B']) t.task(name, () => account.deliverAll(['one']));
      await t.all();
      deepEqual(delivered, ['one'], 'delivered more than once');
    },
  },
  {
    hazard: 'two are busy at once',
    failure: /2 of them sync/,
    async program(t, load) {
      const { Account } = load();
      const account = new Account(worldOf(t));
      for (const name of ['A', 'B']) t.task(name, () => account.syncAll([name]));
      await t.all();
      equal(account.synced.length, 1, `${account.synced.length} of them sync`);
    },
  },
  {
    hazard: 'two upload at once, each with the flag up',
    failure: /2 upload at once/,
    async program(t, load) {
      const { Account } = load();
      let active = 0;
      const begun = t.wrap(() => void active++, { name: 'begun' });
      const ended = t.wrap(() => void active--, { name: 'ended' });
      const upload = async () => {
        await begun();
        equal(active, 1, `${active} upload at once`);
        await ended();
      };
      const account = new Account({ ...worldOf(t), upload });
      for (const name of ['A', 'B']) t.task(name, () => account.uploadAll([name]));
      await t.all();
    },
  },
  {
    hazard: 'the socket is gone when the text is sent',
    failure: /Cannot read properties of undefined/,
    async program(t, load) {
      const { Account } = load();
      const sockets: Socket[] = [];
      const account = new Account(worldOf(t, [], sockets));
      account.open();
      const close = t.wrap(() => sockets[0]?.onclose?.(), { name: 'close' });
      t.task('A', () => account.say('hello'));
      t.task('B', () => close());
      await t.all();
    },
  },
];

/** Answers when the explorer lets it. */
function worldOf(t: Trial, delivered: string[] = [], sockets: Socket[] = []): World {
  return {
    allowed: t.wrap(() => true, { name: 'allowed' }),
    deliver: t.wrap((id: string) => void delivered.push(id), { name: 'deliver' }),
    upload: t.wrap(() => {}, { name: 'upload' }),
    connect() {
      const socket: Socket = { send() {} };
      sockets.push(socket);
      return socket;
    },
  };
}
