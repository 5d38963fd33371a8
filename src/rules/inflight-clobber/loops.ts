/** Tasks that a loop begins one after the other, and waits for none: they overlap though no two calls do. */
import { uses } from '../../core/facts/callgraph.ts';
import type { Facts } from '../../core/facts/facts.ts';
import { isFloating, isLoop } from '../../core/facts/shapes.ts';
import type { Node } from '../../core/syntax.ts';
import { chainOf } from './ends.ts';
import type { Entry } from './entries.ts';

/** `for (;;) this.accept(await next())`, where `accept` lets go of its task. */
export function isBegunInLoop(facts: Facts, { fn, end }: Entry): boolean {
  const chain = fn === end.fn ? undefined : chainOf(facts, end.fn);
  if (!chain || fn.suspends || !isFloating(facts.tree, chain)) return false;
  return uses(facts, fn).some(({ call }) => !!call && isInLoop(facts, call));
}

function isInLoop(facts: Facts, call: Node): boolean {
  const fn = facts.functionOf(call);
  for (let at = call; at.parent && at !== fn.node; at = at.parent)
    if (isLoop(facts.tree, at.parent) && at.parent.statement === at) return true;
  return false;
}
