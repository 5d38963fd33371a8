/** Another function of the module that a call's function comes from: `unlink(path)` becomes `rm(path)`. */
import type { Facts } from '../facts/facts.ts';
import { unwrap } from '../facts/shapes.ts';
import { K, type Node, startOf, textOf } from '../syntax.ts';
import type { Draft } from './draft.ts';

/** `false` where the name can't be had; the import of the old one goes with its last use. */
export function swapImport(facts: Facts, draft: Draft, call: Node, to: string): boolean {
  const { tree } = facts;
  const callee = unwrap(tree, call.expression!);
  if (tree.kind(callee) === K.PropertyAccessExpression) {
    draft.replaceNode(callee.name!, to);
    return true;
  }
  const binding = facts.resolve(callee);
  if (!binding) return false;
  const { declaration } = binding;
  const pattern = declaration.parent;
  const elements = pattern?.elements ?? [];
  const isNamed = tree.kind(declaration) === K.ImportSpecifier || tree.kind(declaration) === K.BindingElement;
  if (!isNamed) return false;
  const own = elements.find((e) => (e.propertyName ?? e.name)?.text === to);
  const taken = !own && (facts.identifiers.has(to) || facts.bindings.some((b) => b.name === to));
  if (taken) return false;
  draft.replaceNode(callee, own?.name ? textOf(tree, own.name) : to);
  const isLast = facts.references(binding).every((use) => use === callee) && !binding.exported;
  if (own) {
    if (isLast) removeFrom(facts, draft, elements, declaration);
  } else if (isLast) draft.replaceNode(declaration, to);
  else draft.insert(elements.at(-1)!.end, `, ${to}`);
  return true;
}

/** One name out of a list in braces. */
export function removeFrom({ tree }: Facts, draft: Draft, elements: readonly Node[], element: Node): void {
  const at = elements.indexOf(element);
  const next = elements[at + 1];
  const before = elements[at - 1];
  if (next) draft.remove(startOf(tree, element), startOf(tree, next));
  else draft.remove(before?.end ?? startOf(tree, element), element.end);
}
