/** Tasks that are begun and let go: a floating call, or an async callback that whoever calls it does not wait for. */
import { callbackUse } from '../../core/facts/callbacks.ts';
import { callbackOf, calleeOf } from '../../core/facts/callgraph.ts';
import type { Facts, Fn } from '../../core/facts/facts.ts';
import { calleeName, isFloating, wrapped } from '../../core/facts/shapes.ts';
import type { Node } from '../../core/syntax.ts';

export interface Started {
  /** The floating call, or the callback. */
  readonly node: Node;
  /** What runs. */
  readonly task: Fn;
  /** Whose code begins it. */
  readonly by: Fn;
}

export function startedIn(facts: Facts): Started[] {
  const found: Started[] = [];
  for (const call of facts.calls) {
    if (!isFloating(facts.tree, call)) continue;
    const task = calleeOf(facts, call);
    const by = facts.functionOf(call);
    if (task?.suspends && task !== by) found.push({ node: call, task, by });
  }
  for (const task of facts.functions) {
    if (!task.async || !task.suspends) continue;
    const callback = callbackOf(facts, task.node);
    const { parent } = wrapped(facts.tree, task.node);
    // `socket.onmessage = async () => …`
    const isHandler = parent?.right && /^on[a-z]/.test(parent.left?.name?.text ?? '');
    if (isHandler) found.push({ node: task.node, task, by: facts.functionOf(parent) });
    if (!callback) continue;
    const isTimer = calleeName(facts.tree, callback.call) === 'setTimeout';
    // Runs of an interval that overlap are told by another rule.
    const isEvent =
      callbackUse(facts, callback.call) === 'event' && calleeName(facts.tree, callback.call) !== 'setInterval';
    if (isTimer || isEvent) found.push({ node: task.node, task, by: facts.functionOf(callback.call) });
  }
  return found;
}
