/** Which searches can find nothing, told without a walk: neither the function nor what it calls writes the location. */
import { K } from '../../syntax.ts';
import { calleeOf } from '../callgraph.ts';
import { effectsOf } from '../effects.ts';
import type { Facts, Fn } from '../facts.ts';
import type { Location } from '../locations.ts';
import { receiverOf } from '../shapes.ts';
import { continuationsOf } from './calls.ts';

interface Reach {
  readonly keys: ReadonlySet<string>;
  /** It calls a member of its own object that is not in this file. */
  readonly leaves: boolean;
}

const known = new WeakMap<Fn, Reach>();

/** `resolves`: calls of own members in other files are followed, too. */
export function mayWrite(facts: Facts, fn: Fn, location: Location, resolves: boolean): boolean {
  let reach = known.get(fn);
  if (!reach) {
    reach = reachOf(facts, fn);
    known.set(fn, reach);
  }
  return reach.keys.has(location.key) || (resolves && location.root.kind === 'this' && reach.leaves);
}

function reachOf(facts: Facts, from: Fn): Reach {
  const keys = new Set<string>();
  const seen = new Set<Fn>();
  const work = [from];
  let leaves = false;
  while (work.length) {
    const fn = work.pop()!;
    if (seen.has(fn)) continue;
    seen.add(fn);
    const graph = facts.graph(fn);
    for (const { location } of graph.ops('write')) keys.add(location.key);
    for (const op of graph.ops('call')) {
      for (const continuation of continuationsOf(facts, op.node)) work.push(continuation);
      const callee = calleeOf(facts, op.node);
      const effects = callee && callee !== from ? effectsOf(facts, callee) : undefined;
      for (const key of effects?.sync.keys() ?? []) keys.add(key);
      for (const key of effects?.late.keys() ?? []) keys.add(key);
      const receiver = callee ? undefined : receiverOf(facts.tree, op.node);
      const k = receiver && facts.tree.kind(receiver);
      leaves ||= k === K.ThisKeyword || k === K.SuperKeyword;
    }
  }
  return { keys, leaves };
}
