/** Functions that run the callback they are given alone: a lock, a queue or a kept promise inside them. */
import { K } from '../syntax.ts';
import { callbackUse } from './callbacks.ts';
import { callbackOf } from './callgraph.ts';
import type { Binding, Facts, Fn } from './facts.ts';
import { guardsOf } from './guards.ts';
import { isMemoised, isQueueTail, isSerialised, opOf } from './serialised.ts';
import { wrapped } from './shapes.ts';

/** Every call of the parameter happens under a guard, or hands it on to something that runs it alone. */
export function runsCallbackAlone(facts: Facts, fn: Fn, index: number): boolean {
  const name = fn.node.parameters?.[index]?.name;
  const parameter =
    name && facts.tree.kind(name) === K.Identifier ? facts.bindings.find((b) => b.ident === name) : undefined;
  if (!parameter) return false;
  const references = facts.references(parameter);
  return references.length > 0 && references.every((node) => isRunAlone(facts, parameter, node));
}

function isRunAlone(facts: Facts, parameter: Binding, node: ReturnType<Facts['references']>[number]): boolean {
  const { tree } = facts;
  const outer = wrapped(tree, node);
  const call = outer.parent;
  if (call && tree.kind(call) === K.CallExpression && call.expression === outer) {
    const runner = facts.functionOf(call);
    const op = opOf(facts, runner, call);
    if (op && guardsOf(facts, runner).at(op)?.guards.size) return true;
    if (isMemoised(facts, runner, call)) return true;
    return runner !== parameter.scope.fn && isSerialised(facts, runner);
  }
  const callback = callbackOf(facts, node);
  if (!callback) return false;
  const use = callbackUse(facts, callback.call);
  return use === 'region' || use === 'once' || isQueueTail(facts, callback.call) || isQueued(facts, callback.call);
}

function isQueued(facts: Facts, call: ReturnType<Facts['references']>[number]): boolean {
  const runner = facts.functionOf(call);
  return isMemoised(facts, runner, call);
}
