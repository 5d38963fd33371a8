/** Components that are mounted anew for each question: `<Reaction key={reaction.emoji} …>`. */

import { holderOf } from '../../core/facts/components.ts';
import type { Fn } from '../../core/facts/facts.ts';
import type { RuleContext } from '../../core/rule.ts';
import { K, type Node, textOf } from '../../core/syntax.ts';
import type { Leaf } from './leaves.ts';

/** Everywhere the component, or what stands around it, has a key that ends as the input does. */
export function isKeyed(context: RuleContext, component: Fn, { node }: Leaf): boolean {
  const input = lastName(textOf(context.facts.tree, node));
  const elements = componentsOf(context, component).flatMap((name) => context.elements(name) ?? []);
  return (
    elements.length > 0 && elements.every(({ facts, node: opening }) => keysAround(facts.tree, opening).includes(input))
  );
}

/** Of a hook, the components of its file that call it. */
function componentsOf({ facts }: RuleContext, fn: Fn): string[] {
  const holder = holderOf(facts, fn);
  const name = fn.name ?? holder?.name ?? '';
  if (!/^use[A-Z]/.test(name)) return name ? [name] : [];
  const callers = (holder ? facts.references(holder) : []).map((use) => facts.functionOf(use));
  return callers.flatMap((caller) => caller.name ?? holderOf(facts, caller)?.name ?? []);
}

function keysAround(tree: RuleContext['facts']['tree'], opening: Node): (string | undefined)[] {
  const keys: (string | undefined)[] = [];
  for (let at: Node = opening; at.parent; at = at.parent) {
    const k = tree.kind(at);
    if (k === K.ReturnStatement || k === K.ArrowFunction) break;
    const element =
      k === K.JsxElement ? at.forEachChild((child) => child) : k === K.JsxSelfClosingElement ? at : undefined;
    const text = element && /\bkey=\{([^{}]+)\}/.exec(textOf(tree, element))?.[1];
    if (text) keys.push(lastName(text));
  }
  return keys;
}

function lastName(text: string): string | undefined {
  return /([\w$]+)\W*$/.exec(text)?.[1];
}
