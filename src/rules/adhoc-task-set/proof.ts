import type { Proof } from '../../../test/rules/proofs/proof.ts';

type Subject = typeof import('./bad.ts');

const refused = async () => {
  throw new Error('refused');
};

export const proofs: readonly Proof<Subject>[] = [
  {
    hazard: 'the promise that removes a failed task fails too, and nobody handles that',
    failure: /rejection: Nobody handles.*refused/,
    async program(t, load) {
      const { Background } = load();
      const background = new Background();
      const request = t.wrap(refused, { name: 'request' });
      t.task('A', () => background.run(request()));
      t.task('B', () => background.stop());
      await t.all();
      await background.stop();
    },
  },
  {
    hazard: 'a mail fails before anybody waits for it',
    failure: /rejection: Nobody handles.*refused/,
    async program(t, load) {
      const { Mails } = load({ fetch: t.wrap(refused, { name: 'fetch' }) });
      const mails = new Mails();
      t.task('A', () => mails.send('ann@example.com'));
      t.task('B', () => mails.flush());
      await t.all();
      await mails.flush();
    },
  },
];
