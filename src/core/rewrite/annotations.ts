/** What a type annotation says of undefined and null. */
import type { Facts } from '../facts/facts.ts';
import type { Node } from '../syntax.ts';
import { K, textOf } from '../syntax.ts';

/** An annotation without `undefined` and `null`: the members of a union that are left, as written. */
export function withoutNullish(facts: Facts, type: Node): string | undefined {
  const { tree } = facts;
  let inner = type;
  while (tree.kind(inner) === K.ParenthesizedType && inner.type) inner = inner.type;
  if (tree.kind(inner) !== K.UnionType) return isNullishType(facts, inner) ? undefined : textOf(tree, inner);
  const kept = (inner.types ?? []).filter((t) => !isNullishType(facts, t));
  if (!kept.length) return undefined;
  return kept.map((t) => textOf(tree, t)).join(' | ');
}

function isNullishType(facts: Facts, type: Node): boolean {
  const { tree } = facts;
  const k = tree.kind(type);
  return (
    k === K.UndefinedKeyword || (k === K.LiteralType && textOf(tree, type) === 'null') || textOf(tree, type) === 'null'
  );
}

/** The annotation lets `null` in. */
export function allowsNull(facts: Facts, type: Node | undefined): boolean {
  return !!type && /\bnull\b/.test(textOf(facts.tree, type));
}
