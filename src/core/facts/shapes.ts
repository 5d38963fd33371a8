/** Small questions about the shape of syntax, answered without scopes or types. */
import type { Node, SourceTree } from '../syntax.ts';
import { K, skipTrivia, textOf } from '../syntax.ts';

const wrappers = new Set<number>([
  K.ParenthesizedExpression,
  K.AsExpression,
  K.SatisfiesExpression,
  K.NonNullExpression,
  K.TypeAssertionExpression,
]);

/** Inside parentheses, `as`, `satisfies`, `!` and `<T>`. */
export function unwrap(tree: SourceTree, node: Node): Node {
  let inner = node;
  while (wrappers.has(tree.kind(inner)) && inner.expression) inner = inner.expression;
  return inner;
}

/** The promise inside an `await`, or the value itself where there is none. */
export function unawaited(tree: SourceTree, node: Node): Node {
  const inner = unwrap(tree, node);
  return tree.kind(inner) === K.AwaitExpression ? unwrap(tree, inner.expression!) : inner;
}

/** The outermost of parentheses, `as`, `satisfies` and `!` around a node. */
export function wrapped(tree: SourceTree, node: Node): Node {
  let outer = node;
  while (outer.parent && wrappers.has(tree.kind(outer.parent)) && outer.parent.expression === outer)
    outer = outer.parent;
  return outer;
}

const assignments = new Set<number>([
  K.EqualsToken,
  K.PlusEqualsToken,
  K.MinusEqualsToken,
  K.AsteriskEqualsToken,
  K.AsteriskAsteriskEqualsToken,
  K.SlashEqualsToken,
  K.PercentEqualsToken,
  K.LessThanLessThanEqualsToken,
  K.GreaterThanGreaterThanEqualsToken,
  K.GreaterThanGreaterThanGreaterThanEqualsToken,
  K.AmpersandEqualsToken,
  K.BarEqualsToken,
  K.CaretEqualsToken,
  K.BarBarEqualsToken,
  K.AmpersandAmpersandEqualsToken,
  K.QuestionQuestionEqualsToken,
]);
const logicalAssignments = new Set<number>([
  K.BarBarEqualsToken,
  K.AmpersandAmpersandEqualsToken,
  K.QuestionQuestionEqualsToken,
]);

/** `=`, `+=`, `??=` …: how an assignment writes; undefined when the node is no assignment. */
export function assignmentOf(tree: SourceTree, node: Node): '=' | 'compound' | 'logical' | undefined {
  if (tree.kind(node) !== K.BinaryExpression || !node.operatorToken) return undefined;
  const operator = tree.kind(node.operatorToken);
  if (operator === K.EqualsToken) return '=';
  if (logicalAssignments.has(operator)) return 'logical';
  return assignments.has(operator) ? 'compound' : undefined;
}

/** `++x`, `x--`. Prefix operators carry only a number, so the text decides. */
export function isUpdate(tree: SourceTree, node: Node): boolean {
  const k = tree.kind(node);
  if (k === K.PostfixUnaryExpression) return true;
  return k === K.PrefixUnaryExpression && /^(\+\+|--)/.test(textOf(tree, node));
}

export function isNot(tree: SourceTree, node: Node): boolean {
  return tree.kind(node) === K.PrefixUnaryExpression && textOf(tree, node).startsWith('!');
}

/** The node is written by an assignment, an update, `delete`, a destructuring assignment or a `for…of/in` head. */
export function isAssignmentTarget(tree: SourceTree, node: Node): boolean {
  let at = wrapped(tree, node);
  for (;;) {
    const parent = at.parent;
    if (!parent) return false;
    const k = tree.kind(parent);
    if (k === K.BinaryExpression) {
      if (parent.left !== at || !assignmentOf(tree, parent)) return false;
      return true;
    }
    if (k === K.PrefixUnaryExpression || k === K.PostfixUnaryExpression) return isUpdate(tree, parent);
    if (k === K.DeleteExpression) return true;
    if (k === K.ForOfStatement || k === K.ForInStatement) return parent.initializer === at;
    const inPattern =
      k === K.ArrayLiteralExpression ||
      k === K.SpreadElement ||
      k === K.SpreadAssignment ||
      k === K.ObjectLiteralExpression ||
      (k === K.PropertyAssignment && parent.initializer === at) ||
      k === K.ShorthandPropertyAssignment;
    if (!inPattern) return false;
    at = parent;
  }
}

const functionKinds = new Set<number>([
  K.FunctionDeclaration,
  K.FunctionExpression,
  K.ArrowFunction,
  K.MethodDeclaration,
  K.Constructor,
  K.GetAccessor,
  K.SetAccessor,
]);

export function isFunction(tree: SourceTree, node: Node): boolean {
  return functionKinds.has(tree.kind(node));
}

/** What a call calls: `f` for `f(…)`, `m` for `a.b.m(…)`. */
export function calleeName(tree: SourceTree, call: Node): string | undefined {
  const callee = call.expression && unwrap(tree, call.expression);
  if (!callee) return undefined;
  const k = tree.kind(callee);
  if (k === K.Identifier) return callee.text;
  if (k === K.PropertyAccessExpression) return callee.name?.text;
  return k === K.SuperKeyword ? 'super' : undefined;
}

/** The object of a method call: `a.b` for `a.b.m(…)`. */
export function receiverOf(tree: SourceTree, call: Node): Node | undefined {
  const callee = call.expression && unwrap(tree, call.expression);
  return callee && tree.kind(callee) === K.PropertyAccessExpression ? callee.expression : undefined;
}

export function isUndefinedOrNull(tree: SourceTree, node: Node): boolean {
  const inner = unwrap(tree, node);
  const k = tree.kind(inner);
  return k === K.NullKeyword || (k === K.Identifier && inner.text === 'undefined') || k === K.VoidExpression;
}

/** false, 0, '', null, undefined, NaN: writes that mean "nothing there". */
export function isEmptyConstant(tree: SourceTree, node: Node): boolean {
  const inner = unwrap(tree, node);
  const k = tree.kind(inner);
  if (k === K.FalseKeyword || isUndefinedOrNull(tree, inner)) return true;
  if (k === K.NumericLiteral) return Number(inner.text) === 0;
  return (k === K.StringLiteral || k === K.NoSubstitutionTemplateLiteral) && inner.text === '';
}

export function isConstantExpression(tree: SourceTree, node: Node): boolean {
  const inner = unwrap(tree, node);
  const k = tree.kind(inner);
  if (isEmptyConstant(tree, inner) || k === K.TrueKeyword || k === K.NumericLiteral || k === K.StringLiteral)
    return true;
  if (k === K.NoSubstitutionTemplateLiteral || k === K.BigIntLiteral) return true;
  return k === K.PrefixUnaryExpression && !!inner.operand && isConstantExpression(tree, inner.operand);
}

const chained = new Set(['then', 'catch', 'finally']);

/** `name?` of a member or parameter. The compilers keep the sign under different names. */
export function isOptionalDeclaration(tree: SourceTree, { name }: Node): boolean {
  return !!name && tree.text[skipTrivia(tree.text, name.end)] === '?';
}

/** The awaited, returned or otherwise consumed form of a call; a bare statement or `void` floats. */
export function isFloating(tree: SourceTree, call: Node): boolean {
  let parent = wrapped(tree, call).parent;
  // `f().then(g).catch(log);` floats as `f();` does.
  while (parent && tree.kind(parent) === K.PropertyAccessExpression && chained.has(parent.name?.text ?? '')) {
    const outer = wrapped(tree, parent);
    if (!outer.parent || tree.kind(outer.parent) !== K.CallExpression || outer.parent.expression !== outer) break;
    parent = wrapped(tree, outer.parent).parent;
  }
  const k = parent && tree.kind(parent);
  return k === K.ExpressionStatement || k === K.VoidExpression;
}

const loops = new Set<number>([K.WhileStatement, K.DoStatement, K.ForStatement, K.ForOfStatement, K.ForInStatement]);

export function isLoop(tree: SourceTree, node: Node): boolean {
  return loops.has(tree.kind(node));
}

export function contains(outer: Node, inner: Node | undefined): boolean {
  for (let at = inner; at; at = at.parent) if (at === outer) return true;
  return false;
}
