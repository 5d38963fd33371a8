/** Writes that stand under a lock of their own: what was read before the lock was got is no longer true there. */
import type { Node } from '../../syntax.ts';
import { callbackUse } from '../callbacks.ts';
import { callbackOf } from '../callgraph.ts';
import type { Facts, Fn } from '../facts.ts';

/** `lock.runExclusive(…)` in `from`, whose callback is `writer` or holds it. */
export function regionBetween(facts: Facts, from: Fn, writer: Fn): Node | undefined {
  for (let at: Fn | undefined = writer; at && at !== from; at = at.parent) {
    const callback = callbackOf(facts, at.node);
    if (callback && callbackUse(facts, callback.call) === 'region') return callback.call;
  }
  return undefined;
}
