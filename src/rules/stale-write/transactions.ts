/** Work that a database runs as one: it keeps others out, or lets one of two that meet fail and start again. */
import { callbackOf } from '../../core/facts/callgraph.ts';
import type { Facts, Fn } from '../../core/facts/facts.ts';
import { calleeName } from '../../core/facts/shapes.ts';

const atomic = /transaction|atomic(ally)?$|^(tx|trx)$|^batch$/i;

/** `db.transaction(async (tx) => …)`, `withTransaction(…)`, `prisma.$transaction(…)`: the function or one around it. */
export function isInTransaction(facts: Facts, fn: Fn): boolean {
  for (let at: Fn | undefined = fn; at && at.kind !== 'module'; at = at.parent) {
    const callback = callbackOf(facts, at.node);
    if (callback && atomic.test(calleeName(facts.tree, callback.call) ?? '')) return true;
  }
  return false;
}
