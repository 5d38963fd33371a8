/** Where a run says that it has begun: in front of the statement that first awaits. */
import type { Facts, Fn } from '../../../core/facts/facts.ts';
import { contains } from '../../../core/facts/shapes.ts';
import { ownAwaits, ownNodes } from '../../../core/rewrite/statements.ts';
import { K, type Node, textOf } from '../../../core/syntax.ts';
import type { StateWrite } from '../writes.ts';

export function bodyOf(fn: Fn): readonly Node[] | undefined {
  return fn.node.body?.statements;
}

/** The first statement that suspends, that holds what runs later, or that sets the same state by itself. */
export function startOfRun({ tree }: Facts, fn: Fn, { node, name }: StateWrite): Node | undefined {
  const statements = bodyOf(fn) ?? [];
  const isSame = (n: Node) => (tree.kind(node) === K.CallExpression ? n.expression : n.left);
  const sets = (s: Node) =>
    ownNodes(tree, [s], (n) => {
      const target = isSame(n);
      return !!target && textOf(tree, target) === name;
    }).length > 0;
  const at = statements.findIndex((s) => contains(s, node) || ownAwaits(tree, [s]).length > 0 || sets(s));
  const begin = statements[at];
  return begin && tree.kind(begin) !== K.FunctionDeclaration ? begin : undefined;
}
