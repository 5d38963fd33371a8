/** Which operations can end a function early, as far as their names tell. */
import type { Facts } from '../../core/facts/facts.ts';
import type { Op } from '../../core/facts/graph.ts';
import { calleeName, receiverOf, wrapped } from '../../core/facts/shapes.ts';
import { K, type Node } from '../../core/syntax.ts';
import { canReject } from '../../core/tasks/rejections.ts';

/** Of arrays, Maps, texts, numbers, clocks and logs: they don't throw on what a program gives them. */
const harmless =
  /^(?:log|debug|info|warn|error|trace|verbose|now|get|set|has|add|delete|clear|push|pop|shift|unshift|splice|slice|concat|includes|indexOf|keys|values|entries|at|join|trim|split|replace|startsWith|endsWith|toLowerCase|toUpperCase|toString|toFixed|floor|ceil|round|max|min|abs|random|isArray|clearTimeout|clearInterval|setTimeout|setInterval|from|of|fill|sort|reverse|emit|release|unlock|freeze|String|Number|Boolean|Symbol)$/;

export function mayThrow(facts: Facts, op: Op): boolean {
  const { tree } = facts;
  switch (op.op) {
    case 'suspend':
      if (op.how !== 'await' || !op.awaited) return true;
      return canReject(facts, op.awaited);
    case 'call': {
      const name = calleeName(tree, op.node) ?? '';
      if (harmless.test(name)) return false;
      if (tree.kind(op.node) === K.NewExpression)
        return !/^(?:Map|Set|WeakMap|Date|Error|Promise|AbortController|\w+Error)$/.test(name);
      const receiver = receiverOf(tree, op.node);
      return !isPromised(facts, op.node) && !(receiver && /^(?:console|logger|log|Math)$/.test(receiver.text ?? ''));
    }
    default:
      return false;
  }
}

/** It is awaited, chained or gathered: what it throws comes with its promise. */
function isPromised({ tree }: Facts, call: Node): boolean {
  const { parent } = wrapped(tree, call);
  const k = parent && tree.kind(parent);
  if (k === K.PropertyAccessExpression) return /^(then|catch|finally)$/.test(parent?.name?.text ?? '');
  return k === K.AwaitExpression || k === K.ArrayLiteralExpression;
}
