import type { NamedOptions } from './options.ts';
import { Semaphore } from './semaphore.ts';

/**
 * Lets one caller at a time into a region that suspends: a {@link Semaphore} with one permit, with all its guarantees.
 *
 * - First come, first served: waiters get the lock in the order of their `acquire` calls.
 * - Direct hand-off: a release with waiters passes the lock to the first of them in the same step. The lock is never
 *   free in between, so nobody can barge in, `tryAcquire` included.
 * - A waiter leaves by its own `signal` or `timeout` in constant time, and the order of the others stays.
 * - An abort after the lock was got, but before the caller goes on, gives it back.
 *
 * It need not be disposed.
 *
 * @remarks Not re-entrant: to acquire it again inside its own region waits for ever (or for `timeout`). It excludes
 * callers in one JavaScript realm only, not other threads or processes.
 *
 * @example
 * ```ts
 * import { Mutex } from '@raceguard/runtime';
 *
 * const mutex = new Mutex({ name: 'balance' });
 * let balance = 0;
 * const deposit = (amount: number) =>
 *   mutex.runExclusive(async () => {
 *     const before = balance;
 *     await sleep(1);
 *     balance = before + amount;
 *   });
 * await Promise.all([deposit(10), deposit(20)]);
 * console.log(balance); // prints 30
 * ```
 */
export class Mutex extends Semaphore {
  constructor(options?: NamedOptions) {
    super(1, options);
  }

  override get [Symbol.toStringTag](): string {
    return 'Mutex';
  }
}
