/** Workers that one loop starts, each with a number of its own, and entries that are found by that number. */
import { calleeOf } from '../../core/facts/callgraph.ts';
import type { Binding, Facts } from '../../core/facts/facts.ts';
import { isFunction } from '../../core/facts/shapes.ts';
import type { Sharing } from '../../core/facts/sharing.ts';
import { K, type Node } from '../../core/syntax.ts';
import { loopOver, stemsFrom } from './content.ts';

/**
 * `for (let shard = 0; shard < count; shard++) void this.consume(shard)`, and `shard` decides, through whatever it is
 * given to, which keys a worker sees: no two of them meet at one entry.
 */
export function hasOwnEntries(facts: Facts, { exposure }: Sharing, key: Node | undefined): boolean {
  const { event, parallel, floating } = exposure;
  if (event || parallel || !floating || !key) return false;
  const number = counted(facts, floating);
  if (!number) return false;
  return stemsFrom(facts, key, stemmingFrom(facts, number));
}

/** The variable that the loop around a call counts up. */
function counted(facts: Facts, call: Node): Binding | undefined {
  const { tree } = facts;
  for (let at = call.parent; at && !isFunction(tree, at); at = at.parent) {
    if (tree.kind(at) !== K.ForStatement) continue;
    const name = at.initializer?.declarations?.[0]?.name;
    return name && tree.kind(name) === K.Identifier ? facts.bindings.find((b) => b.ident === name) : undefined;
  }
  return undefined;
}

/** The binding and all that get their value by way of it: locals, steps of loops, parameters it is passed to. */
function stemmingFrom(facts: Facts, first: Binding): ReadonlySet<Binding> {
  const own = new Set([first]);
  const stems = (node: Node | undefined) => !!node && stemsFrom(facts, node, own);
  for (let size = 0; size !== own.size; ) {
    size = own.size;
    for (const binding of facts.bindings)
      if (binding.kind !== 'parameter' && (stems(binding.init) || stems(loopOver(facts, binding)))) own.add(binding);
    for (const call of facts.calls) {
      const parameters = calleeOf(facts, call)?.node.parameters ?? [];
      for (const [i, parameter] of parameters.entries()) {
        if (!stems(call.arguments?.[i])) continue;
        for (const binding of facts.bindings) if (binding.declaration === parameter) own.add(binding);
      }
    }
  }
  return own;
}
