import { Attempt, type Init } from './attempt.ts';
import { checkWait, labelOf, type NamedOptions, show, type WaitOptions } from './options.ts';

/**
 * A `Map` whose values are made when they are first asked for, each once. What {@link Lazy} guarantees holds for every
 * key.
 *
 * Its contents are the values that are there: `has`, `size` and iteration do not see attempts under way, and a failed
 * or abandoned attempt leaves no entry. Keys are compared as in a `Map`, and iterated in the order they got their
 * values.
 *
 * @remarks Nothing is evicted: what is not deleted stays. Nothing is disposed of.
 *
 * @example
 * ```ts
 * import { KeyedLazy } from '@raceguard/runtime';
 *
 * const users = new KeyedLazy<string, User>({ name: 'users' });
 * const user = (id: string) => users.get(id, (signal) => loadUser(id, signal));
 * await Promise.all([user('ada'), user('ada'), user('bob')]);
 * console.log(loads, [...users.keys()].sort().join()); // prints 2 ada,bob
 * ```
 */
export class KeyedLazy<K, V> {
  /** What error messages call it. */
  readonly name: string | undefined;
  readonly #values = new Map<K, V>();
  readonly #attempts = new Map<K, Attempt<V>>();

  constructor(options?: NamedOptions) {
    this.name = options?.name;
  }

  /** How many values are there. */
  get size(): number {
    return this.#values.size;
  }

  /**
   * The value of `key`, made by `init` if it is neither there nor on its way; all of {@link Lazy.get}, errors included,
   * holds.
   */
  get(key: K, init: Init<V>, options?: WaitOptions): Promise<V> {
    try {
      if (options !== undefined) checkWait(options);
      const value = this.#values.get(key);
      if (value !== undefined || this.#values.has(key)) return Promise.resolve(value as V);
      return this.#attempts.get(key)?.join(options) ?? this.#start(key, init, options);
    } catch (error) {
      return Promise.reject(error);
    }
  }

  /** The value of `key` if it is there, else `undefined`. Starts nothing. */
  peek(key: K): V | undefined {
    return this.#values.get(key);
  }

  /** Whether the value of `key` is there. */
  has(key: K): boolean {
    return this.#values.has(key);
  }

  /** Whether an attempt for `key` is on its way. */
  pending(key: K): boolean {
    return this.#attempts.has(key);
  }

  /** Stores a value. An attempt under way for `key` is detached, as by `delete`. */
  set(key: K, value: V): this {
    this.#attempts.delete(key);
    this.#values.set(key, value);
    return this;
  }

  /**
   * Forgets the value of `key`; `false` if there was none. An attempt under way is detached: those who wait for it
   * still get its result, but it is not stored.
   */
  delete(key: K): boolean {
    this.#attempts.delete(key);
    return this.#values.delete(key);
  }

  /** Forgets every value and detaches every attempt. */
  clear(): void {
    this.#attempts.clear();
    this.#values.clear();
  }

  /** The keys whose values are there. */
  keys(): IterableIterator<K> {
    return this.#values.keys();
  }

  /** The values that are there. */
  values(): IterableIterator<V> {
    return this.#values.values();
  }

  /** The keys and values that are there. */
  entries(): IterableIterator<[K, V]> {
    return this.#values.entries();
  }

  /** The same as `entries`. */
  [Symbol.iterator](): IterableIterator<[K, V]> {
    return this.#values.entries();
  }

  get [Symbol.toStringTag](): string {
    return 'KeyedLazy';
  }

  #start(key: K, init: Init<V>, options: WaitOptions | undefined): Promise<V> {
    const describe = () => `${labelOf(this)}, key ${show(key)},`;
    const attempt = new Attempt<V>(init, describe, (ended, made) => {
      if (this.#attempts.get(key) !== ended) return;
      this.#attempts.delete(key);
      if (made !== undefined) this.set(key, made.value);
    });
    this.#attempts.set(key, attempt);
    return attempt.start(options);
  }
}
