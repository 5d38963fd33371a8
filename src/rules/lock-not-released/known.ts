/** Tests whose outcome goes with the lock: of what `acquire` gave, and of flags that say whether it was given back. */
import type { Binding, Facts } from '../../core/facts/facts.ts';
import { type Graph, type Op, successors } from '../../core/facts/graph.ts';
import { releasedBy } from '../../core/facts/guards/locks.ts';
import { mentions } from '../../core/facts/tests.ts';
import { K, type Node } from '../../core/syntax.ts';

/** Whether a test says if the lock is held: then only the ways that lead to a release are those of who holds it. */
export function saysIfHeld(facts: Facts, handle: Binding | undefined, test: Node): boolean {
  return mentions(facts, test, (node) => {
    const binding = facts.tree.kind(node) === K.Identifier ? facts.resolve(node) : undefined;
    if (!binding) return false;
    return binding === handle || isFlag(facts, binding) || (!!handle && comesFrom(facts, binding, handle));
  });
}

/** `const isHeld = result === 'acquired';`, but nothing that was asked of the resource itself. */
function comesFrom(facts: Facts, { init }: Binding, handle: Binding): boolean {
  if (!init || mentions(facts, init, (n) => facts.tree.kind(n) === K.CallExpression)) return false;
  const isHandle = (n: Node) => facts.tree.kind(n) === K.Identifier && facts.resolve(n) === handle;
  return mentions(facts, init, isHandle);
}

/** `let released = false;` */
function isFlag({ tree }: Facts, { kind, init }: Binding): boolean {
  const k = init && tree.kind(init);
  return kind === 'let' && (k === K.FalseKeyword || k === K.TrueKeyword);
}

export function isRelease(facts: Facts, op: Op, lock: string): boolean {
  return op.op === 'call' && releasedBy(facts, op.node) === lock;
}

/** Blocks from which a release of the lock can be reached. */
export function blocksBeforeRelease(facts: Facts, graph: Graph, lock: string): ReadonlySet<number> {
  const found = new Set<number>();
  for (const { id, ops } of graph.blocks) if (ops.some((op) => isRelease(facts, op, lock))) found.add(id);
  for (let grown = true; grown; ) {
    grown = false;
    for (const block of graph.blocks) {
      if (found.has(block.id) || !successors(block).some((next) => found.has(next))) continue;
      found.add(block.id);
      grown = true;
    }
  }
  return found;
}
