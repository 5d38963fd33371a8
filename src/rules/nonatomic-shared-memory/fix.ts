/** `Atomics.load`, `store`, `add` and their like in place of the plain access. */
import type { Facts } from '../../core/facts/facts.ts';
import { isUpdate, unwrap, wrapped } from '../../core/facts/shapes.ts';
import { mentions } from '../../core/facts/tests.ts';
import type { Fix } from '../../core/finding.ts';
import { K, type Node, startOf, textOf } from '../../core/syntax.ts';
import type { PlainAccess } from './accesses.ts';
import type { View } from './views.ts';

const methods: Readonly<Record<string, string>> = { '+': 'add', '-': 'sub', '|': 'or', '&': 'and', '^': 'xor' };

export function fixesOf(facts: Facts, access: PlainAccess, { type }: View): Fix[] {
  const { tree } = facts;
  const { view, index, target, node, how } = access;
  if (!isPure(facts, view) || !isPure(facts, index)) return [];
  const of = `${textOf(tree, view)}, ${textOf(tree, index)}`;
  const { fileName: file } = tree;
  const make = (method: string, replaced: Node, text: string): Fix => ({
    title: `Use \`Atomics.${method}\``,
    tier: 'safe',
    edits: () => [{ file, start: startOf(tree, replaced), end: replaced.end, text }],
  });
  if (how === 'read') {
    // `view[0]!` was said of a value that might be missing.
    const { parent } = target;
    return [make('load', tree.kind(parent) === K.NonNullExpression ? parent : target, `Atomics.load(${of})`)];
  }
  const outer = wrapped(tree, node);
  // What the expression gives differs: the old value, or the one that fits into the element.
  const isStatement = !!outer.parent && tree.kind(outer.parent) === K.ExpressionStatement;
  if (how === 'write')
    return isStatement ? [make('store', node, `Atomics.store(${of}, ${textOf(tree, node.right!)})`)] : [];
  const change = changeOf(facts, access, type);
  if (!change || !(isStatement || change.givesOld)) return [];
  return [make(change.method, node, `Atomics.${change.method}(${of}, ${change.by})`)];
}

interface Change {
  readonly method: string;
  readonly by: string;
  readonly givesOld: boolean;
}

function changeOf(facts: Facts, { node, target }: PlainAccess, type: string): Change | undefined {
  const { tree } = facts;
  if (isUpdate(tree, node)) {
    const text = textOf(tree, node);
    const one = type.startsWith('Big') ? '1n' : '1';
    const givesOld = tree.kind(node) === K.PostfixUnaryExpression;
    return { method: text.startsWith('--') || text.endsWith('--') ? 'sub' : 'add', by: one, givesOld };
  }
  const operator = node.operatorToken && textOf(tree, node.operatorToken);
  const own = textOf(tree, target);
  if (operator && operator !== '=') {
    const method = methods[operator.slice(0, -1)];
    return method ? { method, by: textOf(tree, node.right!), givesOld: false } : undefined;
  }
  // `view[0] = view[0] + 1`
  const sum = unwrap(tree, node.right!);
  const method = sum.operatorToken && methods[textOf(tree, sum.operatorToken)];
  if (!method || textOf(tree, unwrap(tree, sum.left!)) !== own) return undefined;
  if (mentions(facts, sum.right!, (n) => textOf(tree, n) === own)) return undefined;
  return { method, by: textOf(tree, unwrap(tree, sum.right!)), givesOld: false };
}

/** Evaluating it does nothing. */
function isPure({ tree }: Facts, node: Node): boolean {
  const inner = unwrap(tree, node);
  switch (tree.kind(inner)) {
    case K.Identifier:
    case K.ThisKeyword:
    case K.NumericLiteral:
      return true;
    case K.PropertyAccessExpression:
      return isPure({ tree } as Facts, inner.expression!);
    case K.BinaryExpression:
      return isPure({ tree } as Facts, inner.left!) && isPure({ tree } as Facts, inner.right!);
    default:
      return false;
  }
}
