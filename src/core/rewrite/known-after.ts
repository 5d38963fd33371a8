/** What TypeScript knows behind a piece of code only because of it: lost when the code moves into a callback. */
import type { Facts, Fn } from '../facts/facts.ts';
import { contains, isAssignmentTarget, wrapped } from '../facts/shapes.ts';
import type { Node } from '../syntax.ts';
import { K, textOf } from '../syntax.ts';
import { hasPlainType, isPlain } from './plain-types.ts';
import { bodyStatements, neverEnds, ownNodes } from './statements.ts';

/**
 * A read behind `nodes` whose type was narrowed in them: by an assignment to `this.client`, or by a test that throws
 * otherwise. Reads that `isHandled` names are somebody else's care.
 */
export function narrowedFor(
  facts: Facts,
  fn: Fn,
  nodes: readonly Node[],
  isHandled: (node: Node) => boolean,
): Node | undefined {
  const { tree } = facts;
  const end = nodes.at(-1)?.end ?? 0;
  const { body } = fn.node;
  if (!body || end >= body.end - 1) return undefined;
  const narrowed = new Set<string>();
  for (const node of ownNodes(tree, nodes, (n) => narrows(facts, n))) {
    const paths = isAssignmentTarget(tree, node)
      ? [node]
      : ownNodes(tree, [conditionOf(node)], (n) => isPath(facts, n));
    for (const path of paths) narrowed.add(keyOf(facts, path));
  }
  if (!narrowed.size) return undefined;
  const isLater = (n: Node) => n.pos >= end && isPath(facts, n) && narrowed.has(keyOf(facts, n));
  return ownNodes(tree, [body], isLater).find(
    (n) => !isAssignmentTarget(tree, n) && !isHandled(n) && !isSelfSufficient(facts, n),
  );
}

/** `this.x = …`, `if (!x) throw …`, `assert(x)`. */
function narrows(facts: Facts, node: Node): boolean {
  const { tree } = facts;
  const k = tree.kind(node);
  if (k === K.PropertyAccessExpression) return isAssignmentTarget(tree, node) && !hasPlainType(facts, node);
  if (k === K.Identifier) return isAssignmentTarget(tree, node) && isOuter(facts, node);
  if (k === K.CallExpression)
    return /^(assert|invariant|ok|ensure|authorize|require|must|validate|verify|check|expect)/.test(
      textOf(tree, node.expression!),
    );
  if (k !== K.IfStatement) return false;
  const otherwise = node.elseStatement;
  return (
    neverEnds(tree, bodyStatements(tree, node.thenStatement!)) ||
    (!!otherwise && neverEnds(tree, bodyStatements(tree, otherwise)))
  );
}

/** `assert(x)`, `authorize(user, x)`: may be declared to narrow what it is given. */
export function isAssertion({ tree }: Facts, call: Node): boolean {
  return /^(assert|invariant|ok|ensure|authorize|require|must|validate|verify|check|expect)/.test(
    textOf(tree, call.expression!),
  );
}

/** A variable of a function around, or of the module: locals are judged elsewhere. */
function isOuter(facts: Facts, identifier: Node): boolean {
  const binding = facts.resolve(identifier);
  return !!binding && binding.scope.fn !== facts.functionOf(identifier) && !isPlain(facts, binding.declaration);
}

function conditionOf(node: Node): Node {
  return node.thenStatement ? node.expression! : node;
}

function isPath(facts: Facts, node: Node): boolean {
  const { tree } = facts;
  const k = tree.kind(node);
  if (k === K.PropertyAccessExpression) return !hasPlainType(facts, node);
  if (k !== K.Identifier) return false;
  const binding = facts.resolve(node);
  return !!binding && binding.kind !== 'import' && !isPlain(facts, binding.declaration);
}

function keyOf(facts: Facts, node: Node): string {
  return textOf(facts.tree, node).replace(/\s+|[?!](?=\.)/g, '');
}

/** `this.x?.y`, `this.x!`, a test: the narrowed type does not matter. */
export function isSelfSufficient({ tree }: Facts, use: Node): boolean {
  const outer = wrapped(tree, use);
  if (outer !== use && [K.NonNullExpression, K.AsExpression].includes(tree.kind(use.parent))) return true;
  const { parent } = outer;
  if (!parent) return false;
  switch (tree.kind(parent)) {
    case K.PropertyAccessExpression:
    case K.ElementAccessExpression:
    case K.CallExpression:
      return parent.expression === outer && !!parent.questionDotToken;
    case K.PrefixUnaryExpression:
    case K.IfStatement:
    case K.WhileStatement:
      return true;
    case K.ConditionalExpression:
      return parent.condition === outer;
    default:
      return false;
  }
}

/**
 * A variable whose type TypeScript works out from its assignments (`let x;`, `const list = [];`), outside of `nodes` and
 * used in them: in a callback it would be `any`.
 */
export function evolvingIn(facts: Facts, fn: Fn, nodes: readonly Node[]): Node | undefined {
  const { tree } = facts;
  return ownNodes(tree, nodes, (n) => tree.kind(n) === K.Identifier).find((n) => {
    const binding = facts.resolve(n);
    if (!binding || binding.scope.fn !== fn || nodes.some((node) => contains(node, binding.ident))) return false;
    const { declaration } = binding;
    if (tree.kind(declaration) !== K.VariableDeclaration || declaration.type) return false;
    if (tree.kind(declaration.parent.parent) !== K.VariableStatement) return false;
    const { initializer } = declaration;
    if (!initializer || (tree.kind(initializer) === K.ArrayLiteralExpression && !initializer.elements?.length))
      return true;
    return binding.kind !== 'const' && (tree.kind(initializer) === K.NullKeyword || initializer.text === 'undefined');
  });
}
