import { equal } from 'node:assert/strict';
import type { Trial } from '../../../runtime/src/testing/index.ts';
import type { Proof } from '../../../test/rules/proofs/proof.ts';

type Subject = typeof import('./bad.ts');

export const proofs: readonly Proof<Subject>[] = [
  {
    hazard: 'a request that was cancelled is answered',
    failure: /answers to a cancelled request/,
    async program(t, load) {
      const { handle } = load(world(t));
      const controller = new AbortController();
      let answers = 0;
      const reply = {
        send: () => {
          if (controller.signal.aborted) answers++;
        },
      };
      t.task('A', () => handle('red', reply, controller.signal).catch(() => {}));
      t.task('B', () => controller.abort());
      await t.all();
      equal(answers, 0, `${answers} answers to a cancelled request`);
    },
  },
  {
    hazard: 'a job that was cancelled counts as failed',
    failure: /a cancelled job has failed/,
    async program(t, load) {
      const controller = new AbortController();
      const job = new (load(world(t)).Job)(controller.signal);
      t.task('A', () => job.run('red').catch(() => {}));
      t.task('B', () => controller.abort());
      await t.all();
      equal(job.status === 'failed', false, 'a cancelled job has failed');
    },
  },
  {
    hazard: 'what was cancelled is tried again',
    failure: /tried again/,
    async program(t, load) {
      const controller = new AbortController();
      let tries = 0;
      const begun = () => {
        if (controller.signal.aborted) tries++;
      };
      const { retry } = load(world(t, begun));
      t.task('A', () => retry('red', controller.signal).catch(() => {}));
      t.task('B', () => controller.abort());
      await t.all();
      equal(tries <= 1, true, `tried again: ${tries} times after the abort`);
    },
  },
];

/** A search that ends with the reason of its signal, as `fetch` does. */
function world(t: Trial, begun: () => void = () => {}) {
  const search = async (query: string, signal: AbortSignal) => {
    begun();
    signal.throwIfAborted();
    await t.step('searches');
    signal.throwIfAborted();
    return query;
  };
  return { search, sleep: t.wrap(async () => {}, { name: 'sleep' }) };
}
