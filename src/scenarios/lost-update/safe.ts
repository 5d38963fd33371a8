/** An account, and a journal of what is booked on it; an entry tells the balance after it. */
import type { EventEmitter } from 'node:events';
import { Mutex } from '@raceguard/runtime';

export interface Entry {
  readonly what: string;
  readonly cents: number;
  readonly balance: number;
}

export interface Journal {
  append(entry: Entry): Promise<void>;
}

export class Account {
  private balance: number;
  private readonly balanceMutex = new Mutex();
  readonly #journal: Journal;

  constructor(balance: number, journal: Journal) {
    this.balance = balance;
    this.#journal = journal;
  }

  get current(): number {
    return this.balance;
  }

  async deposit(cents: number): Promise<void> {
    await this.balanceMutex.runExclusive(async () => {
      const balance = this.balance + cents;
      await this.#journal.append({ what: 'deposit', cents, balance });
      this.balance = balance;
    });
  }

  async withdraw(cents: number): Promise<boolean> {
    return this.balanceMutex.runExclusive(async () => {
      const balance = this.balance - cents;
      if (balance < 0) return false;
      await this.#journal.append({ what: 'withdrawal', cents, balance });
      this.balance = balance;
      return true;
    });
  }
}

/** Books what comes in from the bank and from the cash machines. */
export function serve(account: Account, bank: EventEmitter, machines: EventEmitter): void {
  bank.on('deposit', (cents: number) => account.deposit(cents));
  machines.on('withdrawal', (cents: number) => account.withdraw(cents));
}
