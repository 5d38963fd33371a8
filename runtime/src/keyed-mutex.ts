import type { LockHandle } from './lock-handle.ts';
import { Mutex } from './mutex.ts';
import { label, type NamedOptions, show, type WaitOptions } from './options.ts';

/**
 * A {@link Mutex} for each key: regions of one key exclude each other, regions of different keys do not.
 *
 * Keys are compared as in a `Map`: objects by identity. Every guarantee of `Mutex` holds for each key. A key takes
 * memory only while somebody holds its lock, so keys can be paths, ids or requests without end. It need not be
 * disposed.
 *
 * @remarks To hold the locks of two keys at once, acquire them in one agreed order everywhere, or two callers can wait
 * for each other for ever. Not re-entrant, and for one JavaScript realm only, as `Mutex`.
 *
 * @example
 * ```ts
 * import { KeyedMutex } from '@raceguard/runtime';
 *
 * const accounts = new KeyedMutex<string>();
 * const balances = new Map([['ada', 0], ['bob', 0]]);
 * const deposit = (id: string, amount: number) =>
 *   accounts.runExclusive(id, async () => {
 *     const before = balances.get(id) ?? 0;
 *     await sleep(1);
 *     balances.set(id, before + amount);
 *   });
 * await Promise.all([deposit('ada', 1), deposit('ada', 2), deposit('bob', 5)]);
 * console.log([...balances.values()].join(), accounts.size); // prints 3,5 0
 * ```
 */
export class KeyedMutex<K> {
  /** What error messages call it. */
  readonly name: string | undefined;
  readonly #held = new Map<K, Mutex>();

  constructor(options?: NamedOptions) {
    this.name = options?.name;
  }

  /** How many keys are locked now. */
  get size(): number {
    return this.#held.size;
  }

  /** Whether somebody holds the lock of `key` now. */
  locked(key: K): boolean {
    return this.#held.has(key);
  }

  /** Waits for the lock of `key`; all of {@link Semaphore.acquire}, errors included, holds. */
  acquire(key: K, options?: WaitOptions): Promise<LockHandle> {
    return this.#with(key, (mutex) => mutex.acquire(options));
  }

  /** The lock of `key` if it is free at this moment, else `undefined`. Never waits. */
  tryAcquire(key: K): LockHandle | undefined {
    return this.#with(key, (mutex) => mutex.tryAcquire());
  }

  /** Runs `fn` under the lock of `key`; all of {@link Semaphore.runExclusive}, errors included, holds. */
  runExclusive<T>(key: K, fn: () => T | PromiseLike<T>, options?: WaitOptions): Promise<T> {
    return this.#with(key, (mutex) => mutex.runExclusive(fn, options));
  }

  get [Symbol.toStringTag](): string {
    return 'KeyedMutex';
  }

  // An entry is in the map exactly while its mutex is locked: `use` locks a fresh one in the same step or not at all.
  #with<R>(key: K, use: (mutex: Mutex) => R): R {
    const mutex = this.#held.get(key) ?? new MutexOfKey(this.name, key, this.#held);
    const result = use(mutex);
    if (mutex.locked) this.#held.set(key, mutex);
    return result;
  }
}

class MutexOfKey<K> extends Mutex {
  readonly #key: K;
  readonly #held: Map<K, Mutex>;

  constructor(name: string | undefined, key: K, held: Map<K, Mutex>) {
    super({ name });
    this.#key = key;
    this.#held = held;
  }

  protected override freed(): void {
    this.#held.delete(this.#key);
  }

  protected override describe(): string {
    return `${label('KeyedMutex', this.name)}, key ${show(this.#key)},`;
  }
}
