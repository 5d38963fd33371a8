/** Promises that are put into a private field and never looked at again: nobody can wait for them, or see them fail. */
import type { Facts, Member } from '../../core/facts/facts.ts';
import { baseOf } from '../../core/facts/locations.ts';
import { assignmentOf, isNot, wrapped } from '../../core/facts/shapes.ts';
import { K, type Node } from '../../core/syntax.ts';
import { type Collection, collectionsOf } from '../../core/tasks/collections.ts';
import { isPromise } from '../../core/tasks/promises.ts';
import { canReject } from '../../core/tasks/rejections.ts';

export interface Stored {
  readonly name: string;
  /** `this.task = run()`, `this.tasks.push(run())` */
  readonly node: Node;
  readonly value: Node;
  readonly collection: Collection | undefined;
}

const seen = new Set(['wait', 'each', 'copy', 'query', 'take', 'other', 'alias', 'remove']);

export function storedIn(facts: Facts): Stored[] {
  const found: Stored[] = [];
  for (const collection of collectionsOf(facts)) {
    const { location, storage, uses } = collection;
    if (!isOwn(storage.member) || uses.some((use) => seen.has(use.kind))) continue;
    for (const { kind, value, at } of uses)
      if (kind === 'add' && value && isUnseen(facts, value))
        found.push({ name: location.text, node: at, value, collection });
  }
  for (const owner of facts.owners) {
    for (const member of owner.members.values()) {
      if (owner.kind !== 'class' || member.kind !== 'field' || !isOwn(member)) continue;
      const uses = (facts.accesses.get(member.name) ?? []).map((node) => wrapped(facts.tree, node));
      if (!uses.every((use) => baseOf(facts, use.expression!)?.root.kind === 'this' && !isLookedAt(facts, use)))
        continue;
      for (const { parent } of uses)
        if (assignmentOf(facts.tree, parent) && isUnseen(facts, parent.right!))
          found.push({ name: `this.${member.name}`, node: parent, value: parent.right!, collection: undefined });
    }
  }
  return found;
}

/** More than that it is set, and whether it is. */
function isLookedAt({ tree }: Facts, use: Node): boolean {
  const { parent } = use;
  if (assignmentOf(tree, parent) === '=' && parent.left === use)
    return tree.kind(parent.parent) !== K.ExpressionStatement;
  return !(tree.kind(parent) === K.IfStatement || isNot(tree, parent));
}

function isOwn(member: Member | undefined): boolean {
  return member?.access === 'private' && !member.decorated;
}

function isUnseen(facts: Facts, value: Node): boolean {
  return isPromise(facts, value) && canReject(facts, value);
}
