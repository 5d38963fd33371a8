import { Mutex } from '@raceguard/runtime';
import type { Program } from '@raceguard/runtime/testing';

/** Two deposits at once: one of them is lost. */
export const twoDeposits: Program = async (t) => {
  const account = { balance: 0 };
  t.watch(account, 'balance');
  // A step: others fit in before it runs and after it.
  const audit = t.wrap(async () => {}, { name: 'audit' });

  const deposit = async (amount: number) => {
    const before = account.balance;
    await audit();
    account.balance = before + amount;
  };

  t.task('A', () => deposit(10));
  t.task('B', () => deposit(20));
  await t.all();
  const { balance } = account;
  if (balance !== 30) throw new Error(`${balance}, not 30`);
};

/** The same behind a lock. */
export const twoDepositsInTurn: Program = async (t) => {
  const account = { balance: 0 };
  t.watch(account, 'balance');
  const audit = t.wrap(async () => {}, { name: 'audit' });
  const lock = new Mutex();

  const deposit = (amount: number) =>
    lock.runExclusive(async () => {
      const before = account.balance;
      await audit();
      account.balance = before + amount;
    });

  t.task('A', () => deposit(10));
  t.task('B', () => deposit(20));
  await t.all();
  const { balance } = account;
  if (balance !== 30) throw new Error(`${balance}, not 30`);
};
