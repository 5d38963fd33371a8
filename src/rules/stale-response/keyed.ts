/** Components that are mounted anew for each question: `<Reaction key={reaction.emoji} …>`. */

import { holderOf } from '../../core/facts/components.ts';
import type { Fn } from '../../core/facts/facts.ts';
import type { RuleContext } from '../../core/rule.ts';
import { K, type Node, textOf } from '../../core/syntax.ts';
import type { Leaf } from './leaves.ts';

/** Everywhere the component, or what stands around it, has a key that ends as the input does. */
export function isKeyed(context: RuleContext, component: Fn, { node }: Leaf): boolean {
  const name = component.name ?? holderOf(context.facts, component)?.name;
  const input = lastName(textOf(context.facts.tree, node));
  const elements = name && input ? context.elements(name) : undefined;
  return (
    !!elements?.length && elements.every(({ facts, node: opening }) => keysAround(facts.tree, opening).includes(input))
  );
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
