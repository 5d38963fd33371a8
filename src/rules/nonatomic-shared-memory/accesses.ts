/** Plain reads and writes of elements, from the graphs of a file's functions. */
import type { Facts, Fn } from '../../core/facts/facts.ts';
import { assignmentOf, isLoop, isUpdate, unwrap, wrapped } from '../../core/facts/shapes.ts';
import { mentions } from '../../core/facts/tests.ts';
import { K, type Node, textOf } from '../../core/syntax.ts';

export interface PlainAccess {
  readonly fn: Fn;
  /** `view[index]` */
  readonly target: Node;
  readonly view: Node;
  readonly index: Node;
  /** The assignment or update around it; the access itself where it is read. */
  readonly node: Node;
  readonly how: 'read' | 'write' | 'update';
}

export function plainAccesses(facts: Facts): PlainAccess[] {
  const { tree } = facts;
  const found = new Map<Node, PlainAccess>();
  for (const fn of facts.functions) {
    for (const { ops } of facts.graph(fn).blocks) {
      for (const op of ops) {
        if (op.op !== 'read' && op.op !== 'write') continue;
        const target = op.op === 'read' ? op.node : targetOf(facts, op.node);
        if (!target || tree.kind(target) !== K.ElementAccessExpression || !target.argumentExpression) continue;
        if (found.get(target)?.how !== undefined && op.op === 'read') continue;
        const { expression: view, argumentExpression: index } = target;
        const how = op.op === 'read' ? 'read' : isReadToo(facts, op.node, target) ? 'update' : 'write';
        found.set(target, { fn, target, view: view!, index, node: op.op === 'read' ? target : op.node, how });
      }
    }
  }
  // Of `view[0] = view[0] + 1` the write says all.
  const updates = [...found.values()].filter((a) => a.how === 'update');
  return [...found.values()].filter(
    (a) => a.how !== 'read' || !updates.some((u) => u.node.pos <= a.target.pos && a.target.end <= u.node.end),
  );
}

function targetOf({ tree }: Facts, node: Node): Node | undefined {
  const target = node.left ?? (isUpdate(tree, node) ? node.operand : undefined);
  return target && unwrap(tree, target);
}

/** `+=`, `++`, `view[0] = view[0] | 4` */
function isReadToo(facts: Facts, node: Node, target: Node): boolean {
  const { tree } = facts;
  if (assignmentOf(tree, node) !== '=') return true;
  const text = textOf(tree, target);
  return mentions(facts, node.right!, (n) => tree.kind(n) === K.ElementAccessExpression && textOf(tree, n) === text);
}

/** It decides what happens: a condition, a comparison. */
export function isTested({ tree }: Facts, { target }: PlainAccess): boolean {
  for (let at = wrapped(tree, target); at.parent; at = at.parent) {
    const { parent } = at;
    const k = tree.kind(parent);
    if (k === K.IfStatement || k === K.ConditionalExpression || isLoop(tree, parent))
      return parent.expression === at || parent.condition === at;
    if (
      k !== K.BinaryExpression &&
      k !== K.PrefixUnaryExpression &&
      k !== K.ParenthesizedExpression &&
      k !== K.NonNullExpression
    )
      return false;
    if (assignmentOf(tree, parent)) return false;
  }
  return false;
}
