/** Whether a written value is an update of what was read: it contains it, not merely depends on it through other code. */
import type { Facts } from '../../core/facts/facts.ts';
import { isFunction, unwrap } from '../../core/facts/shapes.ts';
import { K, type Node } from '../../core/syntax.ts';

/** Structural: operators, literals, spreads, templates, methods of the old value, and calls given it directly. */
export function isUpdateOf(facts: Facts, value: Node, isOld: (node: Node) => boolean): boolean {
  return walk(facts, value, isOld, 0) === 'update';
}

type Found = 'none' | 'same' | 'update';

function walk(facts: Facts, value: Node, isOld: (node: Node) => boolean, depth: number): Found {
  const { tree } = facts;
  const node = unwrap(tree, value);
  if (isOld(node)) return 'same';
  if (depth > 12 || isFunction(tree, node)) return 'none';
  const update = (nodes: readonly (Node | undefined)[]): Found =>
    nodes.some((n) => n && walk(facts, n, isOld, depth + 1) !== 'none') ? 'update' : 'none';
  switch (tree.kind(node)) {
    case K.Identifier: {
      const binding = facts.resolve(node);
      // `const { count } = this`: the pattern's element is the read.
      if (binding && isOld(binding.declaration)) return 'same';
      const isLocal =
        binding?.init && binding.path && binding.kind !== 'parameter' && binding.scope.fn.kind !== 'module';
      return isLocal ? walk(facts, binding.init!, isOld, depth + 1) : 'none';
    }
    case K.ConditionalExpression:
      return strongest([walk(facts, node.whenTrue!, isOld, depth + 1), walk(facts, node.whenFalse!, isOld, depth + 1)]);
    case K.BinaryExpression: {
      const operator = node.operatorToken && tree.kind(node.operatorToken);
      const sides = [walk(facts, node.left!, isOld, depth + 1), walk(facts, node.right!, isOld, depth + 1)];
      const chooses =
        operator === K.BarBarToken || operator === K.QuestionQuestionToken || operator === K.AmpersandAmpersandToken;
      if (chooses) return strongest(sides);
      return sides.some((s) => s !== 'none') && !comparisons.has(operator ?? 0) ? 'update' : 'none';
    }
    case K.AwaitExpression:
      // `x = await next(x)`: the old value goes in, the new one comes out.
      return depth <= 1 ? walk(facts, node.expression!, isOld, depth + 1) : 'none';
    case K.CallExpression: {
      const callee = node.expression && unwrap(tree, node.expression);
      const receiver = callee && tree.kind(callee) === K.PropertyAccessExpression ? callee.expression : undefined;
      return update([receiver, ...(node.arguments ?? [])]);
    }
    case K.ArrayLiteralExpression:
      return soleSpread(facts, node.elements)
        ? walk(facts, node.elements![0]!, isOld, depth + 1)
        : update(node.elements ?? []);
    case K.ObjectLiteralExpression:
      return soleSpread(facts, node.properties)
        ? walk(facts, node.properties![0]!, isOld, depth + 1)
        : update((node.properties ?? []).map((p) => p.initializer ?? p.expression ?? p.name));
    case K.SpreadElement:
    case K.SpreadAssignment:
    case K.PropertyAccessExpression:
      return walk(facts, node.expression!, isOld, depth + 1);
    case K.PrefixUnaryExpression:
      return update([node.operand]);
    case K.TemplateExpression:
      return update((node.templateSpans ?? []).map((s) => s.expression));
    default:
      return 'none';
  }
}

/** `{ ...this.state }`: a copy, the same value. */
function soleSpread({ tree }: Facts, parts: readonly Node[] | undefined): boolean {
  const k = parts?.length === 1 ? tree.kind(parts[0]!) : undefined;
  return k === K.SpreadElement || k === K.SpreadAssignment;
}

function strongest(found: readonly Found[]): Found {
  return found.includes('update') ? 'update' : found.includes('same') ? 'same' : 'none';
}

const comparisons = new Set<number>([
  K.EqualsEqualsToken,
  K.EqualsEqualsEqualsToken,
  K.ExclamationEqualsToken,
  K.ExclamationEqualsEqualsToken,
  K.LessThanToken,
  K.LessThanEqualsToken,
  K.GreaterThanToken,
  K.GreaterThanEqualsToken,
  K.InKeyword,
  K.InstanceOfKeyword,
]);
