// Node 20 has Symbol.dispose, some browsers do not. The fallback is the symbol that esbuild's `using` looks up there.
const dispose: typeof Symbol.dispose = Symbol.dispose ?? Symbol.for('Symbol.dispose');

/**
 * Proof that one acquisition holds its lock. `using lock = await mutex.acquire()` releases at the end of the scope.
 *
 * @remarks Nobody releases a handle that was forgotten: its lock stays held. Diagnostics tell of one.
 *
 * @example
 * ```ts
 * import { Mutex } from '@raceguard/runtime';
 *
 * const mutex = new Mutex();
 * const lock = await mutex.acquire();
 * try {
 *   await sleep(1);
 * } finally {
 *   lock.release();
 * }
 * lock.release(); // harmless
 * console.log(mutex.locked); // prints false
 * ```
 */
export interface LockHandle {
  /** Gives the lock to the next in line. Harmless the second time, even after somebody else has acquired the lock. */
  release(): void;
  /** The same as `release`. */
  [Symbol.dispose](): void;
}

/** @internal */
export class Held implements LockHandle {
  #unlock: (() => void) | undefined;

  constructor(unlock: () => void) {
    this.#unlock = unlock;
  }

  release(): void {
    const unlock = this.#unlock;
    if (unlock === undefined) return;
    this.#unlock = undefined;
    unlock();
  }

  [dispose](): void {
    this.release();
  }
}
