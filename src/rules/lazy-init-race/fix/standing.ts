/** How a read stands in its expression: what it takes for granted about the value. */
import type { Facts } from '../../../core/facts/facts.ts';
import { wrapped } from '../../../core/facts/shapes.ts';
import { K, type Node } from '../../../core/syntax.ts';
import { comparedWith } from './edits.ts';

export type Standing =
  /** Its truth is asked. */
  | 'test'
  /** Compared with undefined or null. */
  | 'compared'
  /** `x?.y`, `x!`, `x ?? y`: whatever it is, it is allowed for. */
  | 'safe'
  /** `x.y`, `x()`: it must be there. */
  | 'member'
  | 'value';

export function standingOf(facts: Facts, read: Node): Standing {
  const { tree } = facts;
  const outer = wrapped(tree, read);
  for (let at = read; at !== outer; at = at.parent) if (tree.kind(at.parent) === K.NonNullExpression) return 'safe';
  const { parent } = outer;
  if (!parent) return 'value';
  switch (tree.kind(parent)) {
    case K.PropertyAccessExpression:
    case K.ElementAccessExpression:
    case K.CallExpression:
      if (parent.expression !== outer) return 'value';
      return parent.questionDotToken ? 'safe' : 'member';
    case K.PrefixUnaryExpression:
    case K.IfStatement:
    case K.WhileStatement:
    case K.DoStatement:
      return 'test';
    case K.ConditionalExpression:
      return parent.condition === outer ? 'test' : 'value';
    case K.BinaryExpression:
      return inBinary(facts, read, outer);
    default:
      return 'value';
  }
}

function inBinary(facts: Facts, read: Node, outer: Node): Standing {
  if (comparedWith(facts, read)) return 'compared';
  const { parent } = outer;
  const operator = facts.tree.kind(parent.operatorToken!);
  if (operator === K.QuestionQuestionToken) return parent.left === outer ? 'safe' : 'value';
  const isLogical = operator === K.AmpersandAmpersandToken || operator === K.BarBarToken;
  return isLogical && (parent.left === outer || isTested(facts, parent)) ? 'test' : 'value';
}

function isTested(facts: Facts, node: Node): boolean {
  const { parent } = wrapped(facts.tree, node);
  const k = parent && facts.tree.kind(parent);
  if (k === K.IfStatement || k === K.WhileStatement || k === K.PrefixUnaryExpression) return true;
  return k === K.BinaryExpression && isTested(facts, parent);
}
