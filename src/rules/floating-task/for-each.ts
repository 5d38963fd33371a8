/** `items.forEach(async …)`: the function goes on at once, while the callbacks still fill what it uses next. */
import type { Write } from '../../core/facts/effects.ts';
import type { Facts, Fn } from '../../core/facts/facts.ts';
import { calleeName, isFloating, unwrap, wrapped } from '../../core/facts/shapes.ts';
import type { Fix } from '../../core/finding.ts';
import { Draft } from '../../core/rewrite/draft.ts';
import { K, type Node, startOf } from '../../core/syntax.ts';

export interface ForEach {
  readonly call: Node;
  readonly task: Fn;
  readonly write: Write;
  /** Where the function around uses what the callbacks write. */
  readonly use: Node;
}

export function forEachesIn(facts: Facts): ForEach[] {
  return facts.calls.flatMap((call) => {
    if (calleeName(facts.tree, call) !== 'forEach' || !isFloating(facts.tree, call)) return [];
    const callback = call.arguments?.[0] && unwrap(facts.tree, call.arguments[0]);
    const task = callback && facts.functionAt(callback);
    if (!task?.async || !task.suspends) return [];
    const around = opsOf(facts, facts.functionOf(call)).filter((op) => op.op === 'read' && op.node.pos >= call.end);
    for (const write of opsOf(facts, task)) {
      if (write.op !== 'write' || write.how === 'declare') continue;
      const { root, path } = write.location;
      if (root.kind === 'binding' && root.binding.scope.fn === task) continue;
      const last = path.at(-1) ?? '';
      const key = last.startsWith('[') ? write.location.key.slice(0, -last.length) : write.location.key;
      const use = around.find((op) => op.op === 'read' && op.location.key === key);
      if (use) return [{ call, task, write, use: use.node }];
    }
    return [];
  });
}

/** `await Promise.all(items.map(async …))`, where the function can wait. */
export function fixesOf(facts: Facts, { call }: ForEach): readonly Fix[] {
  const { tree } = facts;
  const draft = new Draft(tree);
  const statement = wrapped(tree, call).parent;
  if (!facts.functionOf(call).async || tree.kind(statement) !== K.ExpressionStatement) return [];
  draft.insert(startOf(tree, call), 'await Promise.all(');
  draft.replaceNode(unwrap(tree, call.expression!).name!, 'map');
  draft.insert(call.end, ')');
  const edits = draft.edits();
  return edits ? [{ title: 'Await `Promise.all` of a `map`', tier: 'suggestion', edits: () => edits }] : [];
}

function opsOf(facts: Facts, fn: Fn) {
  return facts.graph(fn).blocks.flatMap((block) => block.ops);
}
