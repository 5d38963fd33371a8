/** Evaluation order within a statement: which part of it may run before the rest. */
import type { Facts, Fn } from '../../core/facts/facts.ts';
import { assignmentOf, calleeName, isAssignmentTarget, isFunction, isUpdate, unwrap } from '../../core/facts/shapes.ts';
import { K, type Node, textOf } from '../../core/syntax.ts';

export interface Order {
  readonly facts: Facts;
  readonly fn: Fn;
  /** Reads the location that the rewrite is about: the one read that is meant to move. */
  isSubject(node: Node): boolean;
}

/**
 * `part` is evaluated whenever `whole` is, and everything that `whole` evaluates before it only reads what nobody
 * writes meanwhile: taken out in front of `whole`, it changes nothing but the moment of those reads. `taken`: parts
 * that were taken out before it.
 */
export function canComeFirst(order: Order, part: Node, whole: Node, taken: readonly Node[]): boolean {
  for (let at = part; at !== whole; at = at.parent) {
    const before = at.parent && siblingsBefore(order, at.parent, at);
    if (!before?.every((sibling) => isStill(order, sibling, taken))) return false;
  }
  return true;
}

/** What `parent` evaluates before its child `at`; undefined where it may not evaluate `at` at all. */
function siblingsBefore({ facts }: Order, parent: Node, at: Node): readonly Node[] | undefined {
  const { tree } = facts;
  switch (tree.kind(parent)) {
    case K.ParenthesizedExpression:
    case K.AsExpression:
    case K.SatisfiesExpression:
    case K.NonNullExpression:
    case K.TypeAssertionExpression:
    case K.AwaitExpression:
    case K.SpreadElement:
    case K.SpreadAssignment:
    case K.PropertyAssignment:
    case K.VoidExpression:
    case K.TypeOfExpression:
    case K.PrefixUnaryExpression:
    case K.TemplateSpan:
    case K.ExpressionStatement:
    case K.ReturnStatement:
    case K.VariableStatement:
    case K.VariableDeclaration:
      return [];
    case K.VariableDeclarationList:
      return parent.declarations?.[0] === at ? [] : undefined;
    case K.ConditionalExpression:
      return parent.condition === at ? [] : undefined;
    case K.BinaryExpression: {
      if (parent.left === at) return [];
      const operator = parent.operatorToken ? tree.kind(parent.operatorToken) : 0;
      const mayStop = assignmentOf(tree, parent) === 'logical' || choosing.has(operator);
      return mayStop ? undefined : [parent.left!];
    }
    case K.PropertyAccessExpression:
      return [];
    case K.ElementAccessExpression:
      if (parent.expression === at) return [];
      return parent.questionDotToken ? undefined : [parent.expression!];
    case K.CallExpression:
    case K.NewExpression: {
      if (parent.expression === at) return [];
      if (isOptional(parent)) return undefined;
      const args = parent.arguments ?? [];
      return [parent.expression!, ...args.slice(0, args.indexOf(at))];
    }
    case K.ArrayLiteralExpression:
      return parent.elements!.slice(0, parent.elements!.indexOf(at));
    case K.ObjectLiteralExpression:
      return parent.properties!.slice(0, parent.properties!.indexOf(at));
    case K.TemplateExpression:
      return parent.templateSpans!.slice(0, parent.templateSpans!.indexOf(at)).map((span) => span.expression!);
    default:
      return undefined;
  }
}

const choosing = new Set<number>([K.AmpersandAmpersandToken, K.BarBarToken, K.QuestionQuestionToken]);

function isOptional(call: Node): boolean {
  for (let at: Node | undefined = call; at; at = at.expression) if (at.questionDotToken) return true;
  return false;
}

const pureFunctions =
  /^(Math\.\w+|Date\.now|performance\.now|Number|String|Boolean|BigInt|Object\.(keys|values|entries|fromEntries)|Array\.(from|of|isArray))$/;
const pureMethods = new Set(
  `at concat entries every filter find findIndex flat flatMap get has includes indexOf join keys map padEnd padStart reduce
  replace replaceAll slice some split startsWith endsWith substring toFixed toLowerCase toReversed toSorted toSpliced
  toString toUpperCase trim values with`.split(/\s+/),
);
const pureClasses = new Set(['Map', 'Set', 'Date', 'Array']);

/** Evaluating it a little later gives the same value, and has no effect of its own; the subject is meant to differ. */
export function isStill(order: Order, node: Node, taken: readonly Node[]): boolean {
  const { facts } = order;
  const { tree } = facts;
  if (taken.includes(node)) return true;
  const still = (nodes: readonly (Node | undefined)[]) => nodes.every((n) => !n || isStill(order, n, taken));
  if (isFunction(tree, node)) return true;
  switch (tree.kind(node)) {
    case K.ThisKeyword:
    case K.SuperKeyword:
    case K.StringLiteral:
    case K.NumericLiteral:
    case K.BigIntLiteral:
    case K.NoSubstitutionTemplateLiteral:
    case K.TrueKeyword:
    case K.FalseKeyword:
    case K.NullKeyword:
    case K.OmittedExpression:
      return true;
    case K.Identifier:
      return order.isSubject(node) || isUnchanging(order, node);
    case K.PropertyAccessExpression:
      return order.isSubject(node) || (still([node.expression]) && isUnchangingProperty(facts, node));
    case K.ElementAccessExpression:
      return order.isSubject(node) && still([node.argumentExpression]);
    case K.ParenthesizedExpression:
    case K.AsExpression:
    case K.SatisfiesExpression:
    case K.NonNullExpression:
    case K.TypeAssertionExpression:
    case K.SpreadElement:
    case K.SpreadAssignment:
    case K.TypeOfExpression:
    case K.VoidExpression:
      return still([node.expression]);
    case K.PropertyAssignment:
      return still([node.initializer]);
    case K.ShorthandPropertyAssignment:
      return still([node.name]);
    case K.PrefixUnaryExpression:
      return !isUpdate(tree, node) && still([node.operand]);
    case K.BinaryExpression:
      return !assignmentOf(tree, node) && still([node.left, node.right]);
    case K.ConditionalExpression:
      return still([node.condition, node.whenTrue, node.whenFalse]);
    case K.TemplateExpression:
      return still((node.templateSpans ?? []).map((span) => span.expression));
    case K.ArrayLiteralExpression:
      return still(node.elements ?? []);
    case K.ObjectLiteralExpression:
      return still(node.properties ?? []);
    case K.NewExpression:
      return pureClasses.has(textOf(tree, node.expression!)) && still(node.arguments ?? []);
    case K.CallExpression:
      return isPureCall(order, node) && still(node.arguments ?? []);
    default:
      return false;
  }
}

function isPureCall(order: Order, call: Node): boolean {
  const { tree } = order.facts;
  if (order.isSubject(call)) return true;
  const callee = unwrap(tree, call.expression!);
  if (pureFunctions.test(textOf(tree, callee))) return true;
  if (tree.kind(callee) !== K.PropertyAccessExpression) return false;
  return pureMethods.has(calleeName(tree, call) ?? '') && isStill(order, callee.expression!, []);
}

/** A local of the function itself, or a name that is never assigned again. */
function isUnchanging({ facts, fn }: Order, identifier: Node): boolean {
  const binding = facts.resolve(identifier);
  if (!binding || facts.isConstant(binding)) return true;
  if (binding.scope.fn !== fn) return false;
  return facts.references(binding).every((use) => facts.functionOf(use) === fn || !isAssignmentTarget(facts.tree, use));
}

/** Nothing in the file but constructors assigns a property of that name. */
function isUnchangingProperty(facts: Facts, access: Node): boolean {
  return (facts.accesses.get(access.name?.text ?? '') ?? []).every((other) => {
    if (!isAssignmentTarget(facts.tree, other)) return true;
    const { kind } = facts.functionOf(other);
    return kind === 'constructor' || kind === 'initializer';
  });
}
