/** Work of the same file that looks at a token between its steps: it takes a snapshot as it begins. */
import type { Facts, Fn } from '../../../core/facts/facts.ts';
import { locationOf } from '../../../core/facts/locations.ts';
import { contains } from '../../../core/facts/shapes.ts';
import type { Draft } from '../../../core/rewrite/draft.ts';
import { freeLocal } from '../../../core/rewrite/names.ts';
import { ownNodes } from '../../../core/rewrite/statements.ts';
import { K, type Node, textOf } from '../../../core/syntax.ts';
import { classNameAt, isOptional } from '../declared.ts';
import { takeSnapshot } from './beginnings.ts';

/** `type`: the token's class; `looks`: what of it a snapshot has, by the name it has there. */
export function snapshotInConsumers(
  facts: Facts,
  draft: Draft,
  type: string,
  looks: ReadonlyMap<string, string>,
  within: Node,
): void {
  const { tree } = facts;
  const uses = [...facts.accesses].flatMap(([name, nodes]) =>
    nodes.filter((n) => (looks.has(name) || name === 'reset') && !contains(within, n) && isOf(facts, n, type)),
  );
  for (const fn of facts.functions) {
    const first = fn.node.body?.statements?.[0];
    const own = uses.filter((use) => facts.functionOf(use) === fn);
    const path = own[0]?.expression;
    // Who takes it down himself, or never ends, looks at more than one epoch.
    if (!first || !path || !fn.suspends || own.some((use) => use.name?.text === 'reset') || isEndless(facts, fn))
      continue;
    const key = locationOf(facts, path)?.key;
    if (!key || own.some((use) => locationOf(facts, use.expression!)?.key !== key || use.questionDotToken)) continue;
    const local = freeLocal(facts, fn, ['run', 'currentRun', 'snapshot']);
    takeSnapshot(facts, draft, { beside: first, after: false }, local, textOf(tree, path));
    for (const use of own) draft.replaceNode(use, `${local}.${looks.get(use.name!.text!)}`);
  }
}

function isOf(facts: Facts, access: Node, type: string): boolean {
  const location = locationOf(facts, access.expression!);
  return !!location && !isOptional(facts, location) && classNameAt(facts, location)?.text === type;
}

function isEndless({ tree }: Facts, fn: Fn): boolean {
  const isLoop = (n: Node) =>
    (tree.kind(n) === K.WhileStatement && tree.kind(n.expression!) === K.TrueKeyword) ||
    (tree.kind(n) === K.ForStatement && !n.condition);
  return ownNodes(tree, [fn.node.body!], isLoop).length > 0;
}
