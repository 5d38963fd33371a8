import type { Trial } from '../../../runtime/src/testing/index.ts';
import type { Load } from '../drive.ts';
import type { Scenario } from '../scenario.ts';
import type { Entry } from './unsafe.ts';

type Subject = typeof import('./unsafe.ts');

export const scenario: Scenario<Subject> = {
  title: 'Of two deposits one is lost',
  story:
    'An account computes its new balance, writes an entry to a journal, and then keeps the balance. While the entry is ' +
    'written a second booking begins, which still sees the old balance; whichever is kept last wipes out the other. ' +
    'Nothing fails and nothing is logged: every entry is in the journal, the sum is wrong, and it shows weeks later when ' +
    'the books are closed. In tests the journal answers at once, and bookings come one after the other.',
  rules: ['RG103'],
  drives: [
    {
      hazard: 'of two deposits one is lost',
      failure: /the balance is (150|130), not 180/,
      async program(t, load) {
        const account = open(t, load);
        t.task('deposit 50', () => account.deposit(50));
        t.task('deposit 30', () => account.deposit(30));
        await t.all();
        if (account.current !== 180) throw new Error(`the balance is ${account.current}, not 180`);
      },
    },
    {
      hazard: 'what was withdrawn is still there',
      failure: /the balance is (150|20), not 70/,
      async program(t, load) {
        const account = open(t, load);
        t.task('deposit 50', () => account.deposit(50));
        t.task('withdraw 80', () => account.withdraw(80));
        await t.all();
        if (account.current !== 70) throw new Error(`the balance is ${account.current}, not 70`);
      },
    },
  ],
};

function open(t: Trial, load: Load<Subject>) {
  const written = (what: string) => t.wrap(() => {}, { name: `append ${what}`, park: 'return' });
  const [deposit, withdrawal] = [written('deposit'), written('withdrawal')];
  const append = ({ what }: Entry) => (what === 'deposit' ? deposit() : withdrawal());
  const account = new (load().Account)(100, { append });
  t.watch(account, 'balance');
  return account;
}
