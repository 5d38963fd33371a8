import { deepEqual, equal, ok } from 'node:assert/strict';
import type { Trial } from '../../../runtime/src/testing/index.ts';
import type { Proof } from '../../../test/rules/proofs/proof.ts';
import type { Client, Scope, Tools } from './bad.ts';

type Subject = typeof import('./bad.ts');

export const proofs: readonly Proof<Subject>[] = [
  {
    hazard: 'two runs enter one scope',
    failure: /was entered before/,
    async program(t, load) {
      const { Runner } = load();
      const runner = new Runner(toolsOf(t));
      for (const name of ['A', 'B']) t.task(name, async () => deepEqual(await runner.submitAll([name]), [name]));
      await t.all();
    },
  },
  {
    hazard: 'a client is used before it is connected',
    failure: /is not connected/,
    async program(t, load) {
      const { Runner } = load();
      const runner = new Runner(toolsOf(t));
      for (const name of ['A', 'B']) t.task(name, () => runner.announceAll([name]));
      await t.all();
    },
  },
  {
    hazard: 'the second caller gets a list that is not full',
    failure: /names are there/,
    async program(t, load) {
      const { Runner } = load();
      const runner = new Runner(toolsOf(t));
      const counts: number[] = [];
      for (const name of ['A', 'B']) t.task(name, async () => counts.push((await runner.known()).length));
      await t.all();
      deepEqual(counts, [4, 4], 'not all names are there');
    },
  },
  {
    hazard: 'the second caller is judged by a limit that is not loaded',
    failure: /limit of 2/,
    async program(t, load) {
      const { Runner } = load();
      const runner = new Runner(toolsOf(t));
      for (const name of ['A', 'B'])
        t.task(name, async () => equal(await runner.allows(2), true, `${name} is within the limit of 2`));
      await t.all();
    },
  },
];

/** What may be entered once says so; what is not connected yet says so. Each waits until the explorer lets it. */
function toolsOf(t: Trial): Tools {
  const readNames = t.wrap(() => ['one', 'two'], { name: 'readNames' });
  return {
    readNames: async () => readNames(),
    makeScope(): Scope {
      let entered = false;
      const pause = t.wrap(() => {}, { name: 'enter' });
      return {
        async enter() {
          ok(!entered, 'the scope was entered before');
          entered = true;
          await pause();
        },
        run: async (name) => name,
      };
    },
    makeClient(): Client {
      let connected = false;
      const pause = t.wrap(() => {}, { name: 'connect' });
      return {
        async connect() {
          await pause();
          connected = true;
        },
        async send() {
          ok(connected, 'the client is not connected');
        },
      };
    },
  };
}
