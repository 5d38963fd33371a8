/** Calls, and what those of a collection's methods read and write. */
import type { Node } from '../../syntax.ts';
import { K } from '../../syntax.ts';
import { baseOf, child, entrySegment, type Location, wholeCollection } from '../locations.ts';
import { calleeName, receiverOf, unwrap } from '../shapes.ts';
import { expression, expressions } from './expressions.ts';
import type { Flow } from './flow.ts';

const readers = new Set(['get', 'has', 'includes', 'at', 'peek']);
const entryWriters = new Set(['set', 'add', 'delete']);
const wholeWriters = new Set(['clear', 'push', 'unshift', 'pop', 'shift', 'splice', 'sort', 'reverse', 'fill']);

export function call(flow: Flow, node: Node): void {
  const { facts } = flow;
  const receiver = receiverOf(facts.tree, node);
  const target = receiver && baseOf(facts, receiver);
  if (receiver) {
    const inner = unwrap(facts.tree, receiver);
    if (!target) expression(flow, receiver);
    else if (flow.kind(inner) !== K.ThisKeyword) flow.emit({ op: 'read', location: target, node: inner });
  } else if (node.expression) expression(flow, node.expression);
  expressions(flow, node.arguments);
  flow.emit({ op: 'call', node });
  if (target && target.root.kind !== 'global') useCollection(flow, node, target);
}

function useCollection(flow: Flow, node: Node, target: Location): void {
  const method = calleeName(flow.facts.tree, node);
  if (!method) return;
  const args = node.arguments ?? [];
  const key = args[0] && entrySegment(flow.facts, args[0]);
  if (readers.has(method) && key) flow.emit({ op: 'read', location: child(target, key), node });
  else if (entryWriters.has(method) && key) {
    const value = method === 'set' ? args[1] : method === 'add' ? args[0] : undefined;
    const how = method === 'delete' ? 'delete' : 'mutate';
    flow.emit({ op: 'write', location: child(target, key), node, how, value, method });
  } else if (wholeWriters.has(method)) {
    const location = child(target, wholeCollection);
    flow.emit({ op: 'write', location, node, how: 'mutate', value: args[0], method });
  }
}
