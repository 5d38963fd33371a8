import { explore, type Program } from './explore.ts';
import type { ExploreOptions } from './options.ts';
import { RaceError } from './race-error.ts';

/** What test runners hand to a test: `this` in mocha, the first argument in node:test and vitest. */
interface Context {
  timeout?: unknown;
  signal?: unknown;
  diagnostic?: unknown;
}

/**
 * A test function for mocha, vitest, jest, node:test and their like: `it('keeps every deposit', exploring(async (t) =>
 * …))`.
 *
 * It ends when the runner's own signal aborts (node:test, vitest), and lifts mocha's time limit, for it has a limit of
 * its own: `schedules`.
 *
 * @remarks A test that passes with `bounded` schedules is no proof: ask {@link explore} for `complete` where it
 * matters.
 *
 * @throws RaceError if some order of steps fails; its message is the timeline
 * @throws what {@link explore} rejects with
 *
 * @example
 * ```ts
 * import { Mutex } from '@raceguard/runtime';
 * import { exploring } from '@raceguard/runtime/testing';
 *
 * const test = exploring(async (t) => {
 *   const mutex = new Mutex();
 *   let inside = 0;
 *   const visit = () =>
 *     mutex.runExclusive(async () => {
 *       if (++inside > 1) throw new Error('two are inside');
 *       await t.step('works');
 *       inside--;
 *     });
 *   for (const name of ['A', 'B']) t.task(name, visit);
 *   await t.all();
 * });
 * await test(); // it('lets one in', test)
 * console.log('passed'); // prints passed
 * ```
 */
export function exploring<R>(program: Program<R>, options: ExploreOptions = {}): (this: unknown) => Promise<void> {
  // Without parameters: mocha and jest would wait for a callback.
  return async function (this: unknown): Promise<void> {
    // biome-ignore lint/complexity/noArguments: see above
    const contexts = [this, arguments[0]] as (Context | undefined)[];
    const mocha = contexts[0]?.timeout;
    if (typeof mocha === 'function') mocha.call(this, 0);
    const signal = options.signal ?? contexts[1]?.signal;
    const result = await explore(program, isSignal(signal) ? { ...options, signal } : options);
    if (result.failure !== undefined) throw new RaceError(result.failure);
    const diagnostic = contexts[1]?.diagnostic;
    if (typeof diagnostic === 'function') diagnostic.call(contexts[1], result.summary);
  };
}

function isSignal(value: unknown): value is AbortSignal {
  return typeof value === 'object' && value !== null && 'aborted' in value;
}
