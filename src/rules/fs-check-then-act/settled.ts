/** What a call writes that it takes from nothing of its own: constants, and what already makes up the path. */
import { functionOfBinding } from '../../core/facts/callgraph.ts';
import type { Binding, Facts } from '../../core/facts/facts.ts';
import { assignmentOf, calleeName, receiverOf, unwrap } from '../../core/facts/shapes.ts';
import { K, type Node } from '../../core/syntax.ts';

/** Names that stand in the path as they are: another value of theirs is another path. */
export function partsOfPath(facts: Facts, node: Node, depth = 0): ReadonlySet<Binding> {
  const { tree } = facts;
  const inner = unwrap(tree, node);
  const partsOf = (nodes: readonly (Node | undefined)[]) =>
    new Set(nodes.flatMap((part) => (part && depth < 6 ? [...partsOfPath(facts, part, depth + 1)] : [])));
  switch (tree.kind(inner)) {
    case K.Identifier: {
      const binding = facts.resolve(inner);
      if (!binding) return new Set();
      const isPlain = facts.isConstant(binding) && binding.path?.length === 0;
      return partsOf([isPlain ? binding.init : undefined]).add(binding);
    }
    case K.TemplateExpression:
      return partsOf((inner.templateSpans ?? []).map((span) => span.expression));
    case K.ConditionalExpression: {
      const other = partsOf([inner.whenFalse]);
      return new Set([...partsOf([inner.whenTrue])].filter((binding) => other.has(binding)));
    }
    case K.CallExpression:
      return partsOf(/^(?:join|resolve)$/.test(calleeName(tree, inner) ?? '') ? (inner.arguments ?? []) : []);
    default:
      return new Set();
  }
}

/** Two calls with one path have the same value there. */
export function isSettled(facts: Facts, value: Node, parts: ReadonlySet<Binding>): boolean {
  const { tree } = facts;
  const node = unwrap(tree, value);
  const all = (nodes: readonly (Node | undefined)[]) => nodes.every((n) => !!n && isSettled(facts, n, parts));
  switch (tree.kind(node)) {
    case K.StringLiteral:
    case K.NoSubstitutionTemplateLiteral:
    case K.NumericLiteral:
    case K.TrueKeyword:
    case K.FalseKeyword:
    case K.NullKeyword:
    case K.RegularExpressionLiteral:
      return true;
    case K.Identifier:
      return isSettledName(facts, node, parts);
    case K.TemplateExpression:
      return all((node.templateSpans ?? []).map((span) => span.expression));
    case K.BinaryExpression:
      return !assignmentOf(tree, node) && all([node.left, node.right]);
    case K.ConditionalExpression:
      return all([node.condition, node.whenTrue, node.whenFalse]);
    case K.ArrayLiteralExpression:
      return all(node.elements ?? []);
    case K.ObjectLiteralExpression:
      return all((node.properties ?? []).map((p) => p.initializer ?? p.expression ?? p.name));
    case K.PropertyAccessExpression:
    case K.SpreadElement:
      return all([node.expression]);
    case K.CallExpression:
      return (
        isSettledCall(facts, node) && all([ownReceiver(facts, node), ...(node.arguments ?? [])].filter((n) => !!n))
      );
    default:
      return false;
  }
}

function isSettledName(facts: Facts, name: Node, parts: ReadonlySet<Binding>): boolean {
  const binding = facts.resolve(name);
  if (!binding) return name.text === 'undefined';
  if (parts.has(binding)) return true;
  const isNamedConstant = /^[A-Z][A-Z\d_]*$/.test(binding.name);
  if (binding.importedFrom) return isNamedConstant;
  if (!binding.init || binding.path?.length !== 0 || !facts.isConstant(binding)) return false;
  // What stands in an object of the module may be another thing from call to call.
  const k = facts.tree.kind(unwrap(facts.tree, binding.init));
  const isObject = k === K.ObjectLiteralExpression || k === K.ArrayLiteralExpression;
  if (isObject && !isNamedConstant && binding.scope.fn.kind === 'module') return false;
  return isSettled(facts, binding.init, parts);
}

/** A function of a module that is told what to make: one that is told nothing may give what changes. */
function isSettledCall(facts: Facts, call: Node): boolean {
  const { tree } = facts;
  const receiver = ownReceiver(facts, call);
  if (receiver) return true;
  const callee = unwrap(tree, call.expression!);
  const binding = tree.kind(callee) === K.Identifier ? facts.resolve(callee) : undefined;
  const isOwn = !binding || binding.importedFrom || functionOfBinding(facts, binding)?.parent?.kind === 'module';
  return !!isOwn && (call.arguments?.length ?? 0) > 0;
}

/** The value that a method belongs to; `JSON` and modules are none. */
function ownReceiver(facts: Facts, call: Node): Node | undefined {
  const { tree } = facts;
  const receiver = receiverOf(tree, call);
  const inner = receiver && unwrap(tree, receiver);
  if (!inner || tree.kind(inner) !== K.Identifier) return inner;
  const binding = facts.resolve(inner);
  return binding && !binding.importedFrom ? inner : undefined;
}
