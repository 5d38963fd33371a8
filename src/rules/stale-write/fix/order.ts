/** Evaluation order within a statement: which part of it may run before the rest. */
import { assignmentOf } from '../../../core/facts/shapes.ts';
import { K, type Node } from '../../../core/syntax.ts';
import { isStill, type Order } from './still.ts';

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
