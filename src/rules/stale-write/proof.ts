import { deepEqual, equal } from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import type { Proof } from '../../../test/rules/proofs/proof.ts';

type Subject = typeof import('./bad.ts');

export const proofs: readonly Proof<Subject>[] = [
  {
    hazard: 'of two visits that are counted at once one is lost',
    failure: /visits are lost/,
    async program(t, load) {
      const { count } = load({ priceOf: t.wrap(() => 1, { name: 'priceOf' }) });
      equal(await count(['one', 'two']), 2, 'visits are lost');
    },
  },
  {
    hazard: 'two invoices get one number',
    failure: /numbers of the invoices/,
    async program(t, load) {
      const numbers: number[] = [];
      const save = t.wrap(({ no }: { no: number }) => void numbers.push(no), { name: 'save' });
      const { Till } = load({ priceOf: t.wrap(() => 1, { name: 'priceOf' }), save });
      const shop = new EventEmitter();
      new Till(shop);
      const [onPay] = shop.listeners('pay');
      t.task('A', () => onPay?.(10));
      t.task('B', () => onPay?.(20));
      await t.all();
      deepEqual(numbers, [1, 2], 'numbers of the invoices');
    },
  },
];
