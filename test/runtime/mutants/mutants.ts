import { EXPLORER_MUTANTS } from './explorer.ts';
import { FILE_LOCK_MUTANTS } from './file-lock.ts';

/** Invariants of the runtime, and how to break each. */
export interface Mutant {
  readonly invariant: string;
  /** In runtime/src. */
  readonly file: string;
  /** Occurs exactly once. */
  readonly from: string;
  readonly to: string;
  /** Test files that have to notice, without `.test.ts`. */
  readonly tests: readonly string[];
}

export const MUTANTS: readonly Mutant[] = [
  ...EXPLORER_MUTANTS,
  ...FILE_LOCK_MUTANTS,
  {
    invariant: 'direct hand-off: a lock is never free between two holders',
    file: 'semaphore.ts',
    from: 'this.#waiters.resolveFirst(new Held(this.#release));',
    to: 'this.#available++; queueMicrotask(() => { if (this.#available > 0) this.#waiters.resolveFirst(this.#take()); });',
    tests: ['mutex', 'semaphore'],
  },
  {
    invariant: 'an abort that lands after success gives the lock back',
    file: 'semaphore.ts',
    from: 'if (options.signal?.aborted) {\n      handle.release();',
    to: 'if (options.signal?.aborted) {',
    tests: ['mutex', 'semaphore'],
  },
  {
    invariant: 'a second release is harmless',
    file: 'lock-handle.ts',
    from: 'this.#unlock = undefined;',
    to: '',
    tests: ['mutex', 'semaphore'],
  },
  {
    invariant: 'no listener stays on the signal of a wait',
    file: 'wait-list.ts',
    from: "this.signal?.removeEventListener('abort', this);",
    to: '',
    tests: ['wait'],
  },
  {
    invariant: 'a rejected attempt clears only itself',
    file: 'lazy.ts',
    from: 'if (this.#attempt !== ended) return;',
    to: '',
    tests: ['lazy'],
  },
  {
    invariant: 'the last waiter to leave aborts the attempt, no earlier one does',
    file: 'attempt.ts',
    from: 'if (!this.#waiters.empty) return;',
    to: '',
    tests: ['lazy'],
  },
  {
    invariant: 'the end of a task never removes a newer one of its id',
    file: 'task-registry.ts',
    from: 'if (id !== undefined && this.#byId.get(id) === tracked)',
    to: 'if (id !== undefined)',
    tests: ['task-registry'],
  },
  {
    invariant: 'idle waits for tasks that are tracked by who awaited the last one',
    file: 'task-registry.ts',
    from: 'if (this.#tasks.size > 0 || this.#endings > 0) return;',
    to: 'if (this.#tasks.size > 0) return;',
    tests: ['task-registry'],
  },
  {
    invariant: 'the first failure aborts the siblings',
    file: 'task-group.ts',
    from: 'this.#fail(child, error, !this.#options.supervised);',
    to: 'this.#fail(child, error, false);',
    tests: ['task-group'],
  },
  {
    invariant: "a group's own abort reason is told apart by identity",
    file: 'own-abort.ts',
    from: 'error === signal.reason ||',
    to: "(error instanceof Error && error.name === 'AbortError') ||",
    tests: ['task-group'],
  },
  {
    invariant: 'an outer cancel that lands during the drain is not lost',
    file: 'task-group.ts',
    from: 'if (outer) this.#outer ??= { reason };',
    to: "if (outer && this.#state === 'open') this.#outer ??= { reason };",
    tests: ['task-group'],
  },
  {
    invariant: 'no listener stays on the parent signal of a group',
    file: 'task-group.ts',
    from: "this.#options.signal?.removeEventListener('abort', this);",
    to: '',
    tests: ['task-group'],
  },
  {
    invariant: 'spawn after close throws without calling the function',
    file: 'task-group.ts',
    from: 'if (this.#refusing) throw this.#refusal();\n    if (typeof',
    to: 'if (typeof',
    tests: ['task-group'],
  },
  {
    invariant: 'deadlines nest by minimum',
    file: 'task-group.ts',
    from: 'if (own < this.#deadline) {',
    to: 'if (timeout !== undefined) {',
    tests: ['task-group'],
  },
  {
    invariant: 'an interval never overlaps itself',
    file: 'task-group.ts',
    from: 'await task(this.signal);',
    to: 'void Promise.resolve(task(this.signal));',
    tests: ['task-group'],
  },
  {
    invariant: 'an idle group keeps no process alive',
    file: 'task-group.ts',
    from: '(this.#timer as Keeping)?.unref?.();',
    to: '',
    tests: ['process'],
  },
  {
    invariant: 'a reset never un-cancels work already begun',
    file: 'cancellation-token.ts',
    from: 'this.#now = new Epoch(epoch + 1, this);',
    to: 'this.#now.ended = undefined;',
    tests: ['cancellation-token'],
  },
  {
    invariant: 'cancel and reset are compare-and-swap between threads',
    file: 'shared-cancellation-token.ts',
    from: 'if (Atomics.compareExchange(this.#state, 0, old, next) !== old) return false;',
    to: 'Atomics.store(this.#state, 0, next);',
    tests: ['shared-cancellation-token'],
  },
  {
    invariant: 'a cancel wakes every waiting thread',
    file: 'shared-cancellation-token.ts',
    from: 'Atomics.notify(this.#state, 0);',
    to: '',
    tests: ['shared-cancellation-token'],
  },
  {
    invariant: 'a cancel by another thread while a wait begins is not missed',
    file: 'token-epoch.ts',
    from: 'this.look() ??\n',
    to: '',
    tests: ['shared-cancellation-token'],
  },
];
