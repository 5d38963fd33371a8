/** Functions that fill a collection of their own and wait for it, but can leave before they do. */
import { callbackOf, uses } from '../../core/facts/callgraph.ts';
import type { Facts, Fn } from '../../core/facts/facts.ts';
import { lifetimeOf } from '../../core/rewrite/storage.ts';
import type { Node } from '../../core/syntax.ts';
import { leavesBy } from '../../core/tasks/after.ts';
import type { Collection } from '../../core/tasks/collections.ts';
import type { Completion } from '../../core/tasks/completions.ts';
import type { Use } from '../../core/tasks/uses.ts';
import type { Wait } from '../../core/tasks/waits.ts';

export interface Left {
  readonly completion: Completion;
  /** The one that is passed by. */
  readonly wait: Wait;
  /** By its outcome the function leaves. */
  readonly test: Node;
}

/** Nobody else has the collection: once the function has left, nobody can wait for what it holds. */
export function leftBehind(
  facts: Facts,
  collection: Collection,
  completions: readonly Completion[],
  waits: readonly Wait[],
): Left | undefined {
  const fn = lifetimeOf(collection.storage);
  const wait = fn && waits.find((w) => w.fn === fn);
  if (!wait || collection.uses.some(({ kind }) => kind === 'other')) return undefined;
  for (const completion of completions)
    for (const start of beginningsOf(facts, fn, completion.add)) {
      const test = leavesBy(facts, collection, fn, start);
      if (test) return { completion, wait, test };
    }
  return undefined;
}

/** The operations of `outer` with which an add begins: itself, or the call that is handed the function it stands in. */
function beginningsOf(facts: Facts, outer: Fn, { at, fn }: Use): Node[] {
  if (fn === outer) return [at];
  let inner = fn;
  while (inner.parent && inner.parent !== outer) inner = inner.parent;
  const callback = callbackOf(facts, inner.node);
  const calls = callback ? [callback.call] : uses(facts, inner).flatMap(({ call }) => call ?? []);
  return calls.filter((call) => facts.functionOf(call) === outer);
}
