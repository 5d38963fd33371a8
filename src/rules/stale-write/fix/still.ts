/** What can be evaluated a little later with the same result, and no effect of its own. */
import type { Facts, Fn } from '../../../core/facts/facts.ts';
import {
  assignmentOf,
  calleeName,
  isAssignmentTarget,
  isFunction,
  isUpdate,
  unwrap,
} from '../../../core/facts/shapes.ts';
import { K, type Node, textOf } from '../../../core/syntax.ts';

export interface Order {
  readonly facts: Facts;
  readonly fn: Fn;
  /** Reads the location that the rewrite is about: the one read that is meant to move. */
  isSubject(node: Node): boolean;
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
