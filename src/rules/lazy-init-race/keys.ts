/** Whether the calls that run side by side ask for entries of their own. */
import { callbackOf } from '../../core/facts/callgraph.ts';
import type { Binding, Facts, Fn } from '../../core/facts/facts.ts';
import type { Interleaving } from '../../core/facts/interleave.ts';
import { calleeName, receiverOf, unwrap } from '../../core/facts/shapes.ts';
import { mentions } from '../../core/facts/tests.ts';
import { K, type Node } from '../../core/syntax.ts';

/**
 * Whose invocations may ask for one entry: of `[{ key: 'in' }, { key: 'out' }].map(async ({ key }) => cache.get(key))` the
 * function around it, since each item has a key of its own.
 */
export function askerOf(facts: Facts, { fn, read }: Interleaving): Fn {
  const key = read.node.arguments?.[0] ?? read.node.argumentExpression;
  const callback = callbackOf(facts, fn.node);
  const items = callback && calleeName(facts.tree, callback.call) === 'map' && receiverOf(facts.tree, callback.call);
  const elements = items && unwrap(facts.tree, items).elements;
  if (!key || !elements || !fn.parent) return fn;
  const isOwn = (node: Node) => {
    const binding = facts.tree.kind(node) === K.Identifier ? facts.resolve(node) : undefined;
    return binding?.kind === 'parameter' && binding.scope.fn === fn && isDistinct(facts, elements, binding);
  };
  return mentions(facts, key, isOwn) ? fn.parent : fn;
}

/** The items have different texts there. */
function isDistinct({ tree }: Facts, elements: readonly Node[], { declaration, name }: Binding): boolean {
  const property = declaration.propertyName?.text ?? name;
  const texts = elements.map((element) => {
    const found = unwrap(tree, element).properties?.find((p) => p.name?.text === property)?.initializer;
    return found && tree.kind(found) === K.StringLiteral ? found.text : undefined;
  });
  return !texts.includes(undefined) && new Set(texts).size === texts.length;
}
