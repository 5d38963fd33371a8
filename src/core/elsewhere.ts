/** What a rule learns of other files by asking: the function a call runs there, and whether it runs callbacks alone. */

import { callbackUse } from './facts/callbacks.ts';
import { callbackOf, calleeOf } from './facts/callgraph.ts';
import type { Fn } from './facts/facts.ts';
import type { Location } from './facts/locations.ts';
import { unwrap } from './facts/shapes.ts';
import { sharingOf } from './facts/sharing.ts';
import type { Callee } from './facts/summary.ts';
import { runsCallbackAlone } from './facts/wrappers.ts';
import type { Overlap } from './overlap.ts';
import type { RuleContext } from './rule.ts';
import { K, type Node } from './syntax.ts';

/** The function that a call runs, in whatever file of the project; undefined also while the answer is on its way. */
export function resolveCall(context: RuleContext, call: Node): Callee | undefined {
  const local = calleeOf(context.facts, call);
  if (local) return { facts: context.facts, fn: local };
  const { tree } = context.facts;
  const callee = call.expression && unwrap(tree, call.expression);
  const name = callee && tree.kind(callee) === K.PropertyAccessExpression ? callee.name : callee;
  const answer = name && context.ask('symbol', name);
  return answer && context.summaries.callee(answer);
}

/**
 * The function, or one it stands in, is a callback of something in another file that runs callbacks alone. `undefined`
 * while the answer is on its way.
 */
export function isSerialisedElsewhere(context: RuleContext, fn: Fn): boolean | undefined {
  const { facts } = context;
  for (let at: Fn | undefined = fn; at && at.kind !== 'module'; at = at.parent) {
    const callback = callbackOf(facts, at.node);
    if (!callback || callbackUse(facts, callback.call) !== 'unknown' || calleeOf(facts, callback.call)) continue;
    const callee = callback.call.expression && unwrap(facts.tree, callback.call.expression);
    if (!callee) continue;
    const name = facts.tree.kind(callee) === K.PropertyAccessExpression ? callee.name : callee;
    const answer = name && context.ask('symbol', name);
    if (!answer) return undefined;
    const wrapper = context.summaries.callee(answer);
    if (wrapper && runsCallbackAlone(wrapper.facts, wrapper.fn, callback.index)) return true;
  }
  return false;
}

/** Whether invocations of `fn` that share the location can overlap. */
export function overlapAt(context: RuleContext, location: Location, fn: Fn): Overlap {
  const { root } = location;
  // A captured variable is shared by what happens inside one call of the function that declares it.
  if (root.kind === 'binding' && root.binding.scope.fn.kind !== 'module')
    return sharingOf(context.facts, location, fn, context.config)?.concurrent ? 'yes' : 'unknown';
  return context.overlap(fn, root.kind === 'this');
}
