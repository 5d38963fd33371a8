import type { Proof } from '../../../test/rules/proofs/proof.ts';

type Subject = typeof import('./bad.ts');

export const proofs: readonly Proof<Subject>[] = [
  {
    hazard: 'a feed that is closed while it connects leaves a connection open',
    failure: /1 open after `close`/,
    async program(t, load) {
      let open = 0;
      const dial = t.wrap(() => {}, { name: 'connect' });
      const connect = async () => {
        await dial();
        open++;
        return { close: () => void open-- };
      };
      const { Feed } = load({ connect, log: () => {} });
      const feed = new Feed();
      feed.open('wss://example.com');
      t.task('owner', () => feed.close());
      await t.all();
      await dial();
      if (open > 0) throw new Error(`${open} open after \`close\``);
    },
  },
];
