/** Whether anybody looks at what a function's promise resolves to. */
import { callbackOf } from '../../../core/facts/callgraph.ts';
import type { Facts, Fn } from '../../../core/facts/facts.ts';
import { calleeName, wrapped } from '../../../core/facts/shapes.ts';
import { K, type Node, textOf } from '../../../core/syntax.ts';

const ignoring = /^(forEach|on|once|off|addEventListener|setInterval|setTimeout|setImmediate|subscribe)$/;

/** `false` for callbacks of `forEach`, events, timers and JSX, and of a `map` in `await Promise.all(…);`. */
export function isResultUsed(facts: Facts, fn: Fn): boolean {
  const { tree } = facts;
  const { parent } = wrapped(tree, fn.node);
  if (parent && tree.kind(parent) === K.JsxExpression) return false;
  const callback = callbackOf(facts, fn.node);
  const name = callback && calleeName(tree, callback.call);
  if (!callback || !name) return true;
  if (ignoring.test(name)) return false;
  if (name !== 'map') return true;
  const all = callbackOf(facts, callback.call);
  if (!all || !/^Promise\.all(Settled)?$/.test(textOf(tree, all.call.expression!))) return true;
  return !isStatement(facts, all.call);
}

function isStatement(facts: Facts, call: Node): boolean {
  const { tree } = facts;
  let at = wrapped(tree, call);
  if (at.parent && tree.kind(at.parent) === K.AwaitExpression) at = wrapped(tree, at.parent);
  return !!at.parent && tree.kind(at.parent) === K.ExpressionStatement;
}
