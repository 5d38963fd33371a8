/** One line of a primitive taken away, and with it an invariant. The proof with this title must then fail. */
export interface Breakage {
  readonly invariant: string;
  readonly file: string;
  readonly from: string;
  readonly to: string;
  readonly proof: string;
}

export const breakages: readonly Breakage[] = [
  {
    invariant: 'a release with waiters hands over and never frees',
    file: 'semaphore.ts',
    from: 'this.#waiters.resolveFirst(new Held(this.#release));',
    to: 'this.#available++; this.#waiters.resolveFirst(new Held(this.#release));',
    proof: 'Mutex: exclusion, first come first served',
  },
  {
    invariant: 'whoever came first is served first',
    file: 'wait-list.ts',
    from: 'waiter.linkBefore(this.#ring);',
    to: 'waiter.linkBefore(this.#ring.next);',
    proof: 'Mutex: exclusion, first come first served',
  },
  {
    invariant: 'a second release is harmless',
    file: 'lock-handle.ts',
    from: 'this.#unlock = undefined;',
    to: '',
    proof: 'Mutex: exclusion, first come first served',
  },
  {
    invariant: 'a waiter that leaves is in line no more',
    file: 'wait-list.ts',
    from: 'leave(reason: unknown): void {\n    this.end();',
    to: 'leave(reason: unknown): void {',
    proof: 'Mutex: a waiter that leaves at any time holds nothing, and the others keep their order',
  },
  {
    invariant: 'an abort after the lock was got gives it back',
    file: 'semaphore.ts',
    from: 'if (options.signal?.aborted) {\n      handle.release();',
    to: 'if (options.signal?.aborted) {',
    proof: 'Mutex: an abort 0 promise jobs after the hand-off gives the lock back, or the waiter has gone on',
  },
  {
    invariant: 'a region never begins once its signal has aborted',
    file: 'semaphore.ts',
    from: 'if (options?.signal?.aborted) throw options.signal.reason;',
    to: '',
    proof: 'Mutex: an abort 1 promise jobs after the hand-off gives the lock back, or the waiter has gone on',
  },
  {
    invariant: 'a region that fails releases',
    file: 'semaphore.ts',
    from: 'return await fn();\n    } finally {\n      handle.release();\n    }',
    to: 'const value = await fn();\n      handle.release();\n      return value;\n    } finally {\n    }',
    proof: 'Mutex: regions that fail, at once or later, release',
  },
  {
    invariant: 'no more are inside than there are permits',
    file: 'semaphore.ts',
    from: 'this.#available--;',
    to: 'this.#available -= 0.5;',
    proof: 'Semaphore of 2: exclusion, first come first served',
  },
  {
    invariant: 'a key that is held is in the map',
    file: 'keyed-mutex.ts',
    from: 'if (mutex.locked) this.#held.set(key, mutex);',
    to: '',
    proof: 'KeyedMutex: exclusion by key, and only by key; an idle key takes no memory',
  },
  {
    invariant: 'a key that nobody holds is not in the map',
    file: 'keyed-mutex.ts',
    from: 'this.#held.delete(this.#key);',
    to: '',
    proof: 'KeyedMutex: a waiter that leaves at any time leaves its key as it was',
  },
  {
    invariant: 'who asks during an attempt joins it',
    file: 'lazy.ts',
    from: 'if (this.#attempt !== undefined) return this.#attempt.join(options);',
    to: '',
    proof: 'Lazy: made once, however many ask, and all get it',
  },
  {
    invariant: 'a failed attempt leaves nothing behind',
    file: 'lazy.ts',
    from: 'this.#attempt = undefined;\n        if (made !== undefined) this.set(made.value);',
    to: 'if (made !== undefined) this.set(made.value);',
    proof: 'Lazy: a failed attempt rejects those who wait for it and leaves nothing behind',
  },
  {
    invariant: 'an attempt that was detached stores nothing',
    file: 'lazy.ts',
    from: 'if (this.#attempt !== ended) return;',
    to: '',
    proof: 'Lazy: an attempt that was detached never touches a newer attempt or value',
  },
  {
    invariant: 'only the last one to leave aborts the attempt',
    file: 'attempt.ts',
    from: 'if (!this.#waiters.empty) return;',
    to: '',
    proof: 'Lazy: who leaves does not disturb the others; the last one to leave aborts the attempt',
  },
  {
    invariant: 'the last one to leave does abort the attempt',
    file: 'attempt.ts',
    from: 'this.#controller.abort(reason);',
    to: '',
    proof: 'Lazy: who leaves does not disturb the others; the last one to leave aborts the attempt',
  },
  {
    invariant: 'an attempt of a key that was deleted stores nothing',
    file: 'keyed-lazy.ts',
    from: 'if (this.#attempts.get(key) !== ended) return;',
    to: '',
    proof: 'KeyedLazy: an attempt that was detached never touches a newer attempt or value',
  },
  {
    invariant: 'who asks during an attempt for a key joins it',
    file: 'keyed-lazy.ts',
    from: 'return this.#attempts.get(key)?.join(options) ?? this.#start(key, init, options);',
    to: 'return this.#start(key, init, options);',
    proof: 'KeyedLazy: made once, however many ask, and all get it',
  },
  {
    invariant: 'idle waits for every task',
    file: 'task-registry.ts',
    from: 'if (this.#tasks.size > 0 || this.#endings > 0) return;',
    to: 'if (this.#endings > 0) return;',
    proof: 'TaskRegistry: idle waits for all, late ones included, and hands over every failure once',
  },
  {
    invariant: 'a failure is handed over once',
    file: 'task-registry.ts',
    from: 'this.#failures = [];\n    this.#waiters',
    to: 'this.#waiters',
    proof: 'TaskRegistry: idle waits for all, late ones included, and hands over every failure once',
  },
  {
    invariant: 'nothing begins after close has ended',
    file: 'task-registry.ts',
    from: 'if (this.#closed !== undefined) this.#refusing = true;',
    to: '',
    proof: 'TaskRegistry: nothing begins after close has ended, and what is refused is not called',
  },
  {
    invariant: 'the end of an older task does not take the id of a newer one',
    file: 'task-registry.ts',
    from: 'if (id !== undefined && this.#byId.get(id) === tracked) this.#byId.delete(id);',
    to: 'if (id !== undefined) this.#byId.delete(id);',
    proof: 'TaskRegistry: an id belongs to the newest task that has it, and the end of an older one does not take it',
  },
  {
    invariant: 'a task that is replaced is aborted',
    file: 'task-registry.ts',
    from: 'older?.abort(',
    to: 'void (',
    proof: 'TaskRegistry: an id belongs to the newest task that has it, and the end of an older one does not take it',
  },
];
