import { equal } from 'node:assert/strict';
import type { Trial } from '../../../runtime/src/testing/index.ts';
import type { Proof } from '../../../test/rules/proofs/proof.ts';
import type { Client } from './bad.ts';

type Subject = typeof import('./bad.ts');

export const proofs: readonly Proof<Subject>[] = [
  {
    hazard: 'two queries open two connections, and one is never closed',
    failure: /Database has 2 connections/,
    async program(t, load) {
      const net = new Net(t);
      const { Database } = load({ connect: net.connect });
      const database = new Database('tcp://db');
      for (const name of ['A', 'B']) t.task(name, () => database.query('select 1'));
      await t.all();
      equal(net.open.size, 1, `Database has ${net.open.size} connections`);
      await database.close();
      equal(net.open.size, 0, 'a connection is left open');
    },
  },
  {
    hazard: 'two callers get two connections to the metrics',
    failure: /2 connections to the metrics/,
    async program(t, load) {
      const net = new Net(t);
      const { getMetrics } = load({ connect: net.connect });
      for (const name of ['A', 'B']) t.task(name, getMetrics);
      await t.all();
      equal(net.open.size, 1, `${net.open.size} connections to the metrics`);
    },
  },
  {
    hazard: 'two callers get two connections for one tenant',
    failure: /tenants have 3 connections/,
    async program(t, load) {
      const net = new Net(t);
      const { getTenant } = load({ connect: net.connect });
      for (const tenant of ['one', 'one', 'two']) t.task(tenant, () => getTenant(tenant));
      await t.all();
      equal(net.open.size, 2, `2 tenants have ${net.open.size} connections`);
    },
  },
];

/** Answers when the explorer lets it. */
class Net {
  readonly open = new Set<Client>();
  readonly connect: (url: string) => Promise<Client>;

  constructor(t: Trial) {
    this.connect = t.wrap(
      () => {
        const client: Client = {
          query: async () => [],
          close: async () => {
            this.open.delete(client);
          },
        };
        this.open.add(client);
        return client;
      },
      { name: 'connect' },
    );
  }
}
