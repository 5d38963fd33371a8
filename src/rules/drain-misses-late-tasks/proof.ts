import { equal } from 'node:assert/strict';
import type { Proof } from '../../../test/rules/proofs/proof.ts';

type Subject = typeof import('./bad.ts');

export const proofs: readonly Proof<Subject>[] = [
  {
    hazard: 'the bridge is closed while an event that came during the wait is still handled',
    failure: /closed over events that are still handled/,
    async program(t, load) {
      let handled = 0;
      const post = t.wrap(() => {}, { name: 'fetch' });
      const fetch = () => {
        handled++;
        return post().finally(() => handled--);
      };
      const console = {
        log: () => equal(handled, 0, 'closed over events that are still handled'),
      };
      const { Bridge } = load({ fetch, console });
      const bridge = new Bridge();
      bridge.onEvent('first');
      t.task('stream', () => bridge.onEvent('late'));
      t.task('owner', () => bridge.close());
      await t.all();
      await bridge.close();
    },
  },
];
