/** Reads that rely on a test or an assignment before them: `peek()` can't be narrowed, so they share a local. */
import { contains, isLoop, unwrap } from '../../../core/facts/shapes.ts';
import { ownAwaits, type Place, placeOf, statementOf } from '../../../core/rewrite/statements.ts';
import { indentAt, styleOf } from '../../../core/rewrite/style.ts';
import { K, type Node, startOf, textOf } from '../../../core/syntax.ts';
import { becomeLocal } from './edits.ts';
import { standingOf } from './standing.ts';
import type { Access } from './target.ts';
import type { UsesInput } from './uses.ts';

/**
 * `const client = this.client.peek();` in front of the first test, for the reads that it governs. The accesses that are
 * left, or the reason why it can't be done.
 */
export function throughLocal(
  input: UsesInput,
  accesses: readonly Access[],
  narrowed: readonly Access[],
): readonly Access[] | string {
  const { scene, draft, naming } = input;
  const { facts } = scene;
  const { tree } = facts;
  const first = accesses.find((a) => a.does === 'read')!;
  const name = `\`${textOf(tree, first.node)}\``;
  const relied = `${name} is relied on where nothing in the same function tests it`;
  if (narrowed.includes(first)) return relied;
  const place = sharedPlace(input, first, narrowed);
  if (!place) return relied;
  const isLater = (node: Node) => node.pos > first.node.pos;
  const stop = accesses.find((a) => a.does !== 'read' && isLater(a.node))?.node;
  if (stop && narrowed.some((a) => a.node.pos > stop.pos && !isOtherWay(input, stop, a.node)))
    return `${name} is relied on after it was set`;
  const suspension = ownAwaits(tree, place.statements).find(isLater);
  const last = Math.max(...narrowed.map((a) => a.node.end));
  const isFresh = (at: Node) => (!suspension || at.end <= suspension.end) && (!stop || at.end <= stop.pos);
  const governed = accesses.filter(
    (a) => a.does === 'read' && contains(place.list, a.node) && (a.node.pos < last || isFresh(a.node)),
  );
  // A second look behind a suspension wants to know what is there by then.
  const isLookAgain = (a: Access) => a.node.pos > suspension!.end && !narrowed.includes(a) && !isFresh(a.node);
  if (suspension && governed.some((a) => isLookAgain(a) && standingOf(facts, a.node) !== 'member'))
    return `${name} is looked at again after a suspension`;
  if (suspension && governed.some((a) => isInLoopBelow(input, a.node, place.list))) return relied;
  const local = naming.local(first.node);
  const at = startOf(tree, place.statements[place.index]!);
  const { semicolon } = styleOf(tree);
  draft.insert(at, `const ${local} = ${naming.place(first.use)}.peek()${semicolon}\n${indentAt(tree.text, at)}`);
  for (const { node } of governed) becomeLocal(facts, draft, node, local);
  return accesses.filter((a) => !governed.includes(a));
}

/** The innermost statement list of the function that holds them all. */
function sharedPlace({ scene: { facts } }: UsesInput, first: Access, others: readonly Access[]): Place | undefined {
  const { tree } = facts;
  for (let at = statementOf(tree, first.node); at; at = statementOf(tree, at.parent)) {
    if (facts.functionOf(at) !== facts.functionOf(first.node)) return undefined;
    const place = placeOf(tree, at)!;
    if (others.every((a) => contains(place.list, a.node))) return place;
  }
  return undefined;
}

/** They stand in different branches of one statement: what one does the other never sees. */
function isOtherWay({ scene }: UsesInput, a: Node, b: Node): boolean {
  for (let at: Node | undefined = a; at; at = at.parent) {
    if (scene.facts.tree.kind(at) !== K.IfStatement || !at.elseStatement) continue;
    if (contains(at.thenStatement!, a) && contains(at.elseStatement, b)) return true;
  }
  return false;
}

function isInLoopBelow({ scene }: UsesInput, node: Node, list: Node): boolean {
  for (let at = node.parent; at && at !== list; at = at.parent) if (isLoop(scene.facts.tree, at)) return true;
  return false;
}

/** `this.client = make(); this.client.start();`: the new value in a local first. */
export function afterWrite(
  { scene, draft, naming }: UsesInput,
  accesses: readonly Access[],
  narrowed: readonly Access[],
  write: Access,
): readonly Access[] | string {
  const { facts, target } = scene;
  const { tree } = facts;
  const relied = `\`${target.storage.name}\` is set and then relied on`;
  const statement = write.node.parent;
  const place = placeOf(tree, statement);
  const after = accesses.filter((a) => a.node.pos >= write.node.end);
  if (!place || after.some((a) => a.does !== 'read' || !contains(place.list, a.node))) return relied;
  if (narrowed.some((a) => a.node.pos < write.node.pos)) return relied;
  const value = unwrap(tree, write.value!);
  const binding = tree.kind(value) === K.Identifier ? facts.resolve(value) : undefined;
  const held = binding && facts.isConstant(binding) ? value.text : undefined;
  const local = held ?? naming.local(write.node);
  const { semicolon } = styleOf(tree);
  const set = `${naming.place(write.use)}.set(${local})${semicolon}`;
  const made = () =>
    `const ${local} = ${draft.textOf(write.value!)}${semicolon}\n${indentAt(tree.text, startOf(tree, statement))}`;
  draft.replaceNode(statement, held ? set : () => made() + set);
  for (const { node } of after) becomeLocal(facts, draft, node, local);
  return accesses.filter((a) => a.node.pos < write.node.pos);
}
