/** An account, and a journal of what is booked on it; an entry tells the balance after it. */
import type { EventEmitter } from 'node:events';

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
  readonly #journal: Journal;

  constructor(balance: number, journal: Journal) {
    this.balance = balance;
    this.#journal = journal;
  }

  get current(): number {
    return this.balance;
  }

  async deposit(cents: number): Promise<void> {
    const balance = this.balance + cents;
    await this.#journal.append({ what: 'deposit', cents, balance });
    this.balance = balance;
//  ^^^^^^^^^^^^^^^^^^^^^^ RG103 `this.balance` is written from a value read before `await this.#journal.append(…)`
  }

  async withdraw(cents: number): Promise<boolean> {
    const balance = this.balance - cents;
    if (balance < 0) return false;
    await this.#journal.append({ what: 'withdrawal', cents, balance });
    this.balance = balance;
//  ^^^^^^^^^^^^^^^^^^^^^^ RG103 `this.balance` is written from a value read before `await this.#journal.append(…)`
    return true;
  }
}

/** Books what comes in from the bank and from the cash machines. */
export function serve(account: Account, bank: EventEmitter, machines: EventEmitter): void {
  bank.on('deposit', (cents: number) => account.deposit(cents));
  machines.on('withdrawal', (cents: number) => account.withdraw(cents));
}
