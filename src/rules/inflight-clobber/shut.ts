/** Flags that keep newer tasks out for good once they are set. */
import type { Facts, Fn } from '../../core/facts/facts.ts';
import type { OpOf } from '../../core/facts/graph.ts';
import { isAssignmentTarget, unwrap, wrapped } from '../../core/facts/shapes.ts';
import { K, type Kind, type Node } from '../../core/syntax.ts';
import { isOwn, mentionsOf } from './keys.ts';

/** `fn` sets, in one step with a removal, a flag that is asked before a task begins, and nobody ever takes it back. */
export function shutsForGood(facts: Facts, fn: Fn, removal: Node, asked: ReadonlySet<string>): boolean {
  if (fn.suspends) return false;
  return facts
    .graph(fn)
    .ops('write')
    .some((write) => {
      const value = write.how === '=' ? constantOf(facts, write.value) : undefined;
      if (!value || !asked.has(write.location.key) || !isAlwaysBefore(write, removal, fn)) return false;
      return isOwn(facts, write.location) && everyWrite(facts, write, value);
    });
}

/** Among the statements of the function itself. */
function isAlwaysBefore({ node }: OpOf<'write'>, removal: Node, fn: Fn): boolean {
  return node.pos < removal.pos && node.parent.parent === fn.node.body;
}

function everyWrite(facts: Facts, { location }: OpOf<'write'>, value: Kind): boolean {
  const { tree } = facts;
  const targets = mentionsOf(facts, location).filter((node) => isAssignmentTarget(tree, node));
  return targets.every((node) => constantOf(facts, wrapped(tree, node).parent.right) === value);
}

function constantOf({ tree }: Facts, value: Node | undefined): Kind | undefined {
  const k = value && tree.kind(unwrap(tree, value));
  return k === K.TrueKeyword || k === K.FalseKeyword ? k : undefined;
}
