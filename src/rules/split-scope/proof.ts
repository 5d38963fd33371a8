import { ok } from 'node:assert/strict';
import { ClosedError } from '../../../runtime/src/index.ts';
import type { Proof } from '../../../test/rules/proofs/proof.ts';

type Subject = typeof import('./bad.ts');

export const proofs: readonly Proof<Subject>[] = [
  {
    hazard: 'a query that is closed while it starts: its scope is not entered yet, and stays open',
    failure: /The scope is not entered|it reads after its end/,
    async program(t, load) {
      const { Query } = load();
      let isClosed = false;
      const news = ['first', 'second'];
      const receive = async () => {
        ok(!isClosed, 'it reads after its end');
        return news.shift();
      };
      const query = new Query({
        send: t.wrap(async () => {}, { name: 'send' }),
        receive: t.wrap(receive, { name: 'receive' }),
      });
      t.task('A', async () => {
        try {
          await query.start();
        } catch (error) {
          if (!isOver(error)) throw error;
        }
      });
      t.task('B', async () => {
        await query.close();
        isClosed = true;
      });
      await t.all();
    },
  },
];

/** Who starts what is closed already is told so. */
function isOver(error: unknown): boolean {
  return error instanceof ClosedError || (error as Error).name === 'AbortError';
}
