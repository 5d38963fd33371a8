/** What looks at the value behind a site, or through a local that was read from the place before it. */
import type { Fn } from '../../../core/facts/facts.ts';
import { contains, isAssignmentTarget, wrapped } from '../../../core/facts/shapes.ts';
import { ownAwaits, placeOf } from '../../../core/rewrite/statements.ts';
import type { Node } from '../../../core/syntax.ts';
import type { Completion } from './completions.ts';
import { type Alias, looks, type Scene } from './presence.ts';
import type { Access } from './target.ts';

/**
 * Reads of the place in the statements behind, up to the first write: the `get` has just given their value. Those that
 * allow for none, `this.client?.x`, stay reads of the place: what handles their undefined would become superfluous.
 */
export function laterReads(scene: Scene, statement: Node, fn: Fn, access: Access): Node[] {
  const place = placeOf(scene.facts.tree, statement);
  if (scene.isFlag || !place) return [];
  const reads: Node[] = [];
  for (const next of scene.ownAccesses(place.statements.slice(place.index + 1))) {
    if (!looks(next) && next.does !== 'same') break;
    const isSame = next.does === 'read' && scene.sameKey(next, access);
    if (isSame && scene.facts.functionOf(next.node) === fn && !isOptional(scene, next.node)) reads.push(next.node);
  }
  return reads;
}

function isOptional({ facts: { tree } }: Scene, read: Node): boolean {
  const { parent } = wrapped(tree, read);
  return !!parent?.questionDotToken && parent.expression === wrapped(tree, read);
}

/** Every use of the alias behind the statement; undefined where one writes it. */
export function laterUses({ facts }: Scene, alias: Alias, statement: Node): Node[] | undefined {
  const later = facts.references(alias.binding).filter((use) => use.pos >= statement.end);
  return later.some((use) => isAssignmentTarget(facts.tree, use)) ? undefined : later;
}

/**
 * Nothing between the alias and the test looks at it, and the code that moves only assigns it in its first statement
 * that mentions it, or hands it on as the value.
 */
export function isCoveredBy(
  { facts }: Scene,
  alias: Alias,
  test: Node,
  nodes: readonly Node[],
  completions: readonly Completion[],
): boolean {
  const { tree } = facts;
  const place = placeOf(tree, alias.statement);
  const to = place?.statements.indexOf(test) ?? -1;
  if (!place || to < 0) return false;
  const uses = facts.references(alias.binding);
  const between = place.statements.slice(place.index + 1, to);
  if (ownAwaits(tree, between).length || uses.some((use) => between.some((s) => contains(s, use)))) return false;
  const inside = uses.filter((use) => nodes.some((node) => contains(node, use)));
  if (inside.filter((use) => isAssignmentTarget(tree, use)).length > 1) return false;
  const [first] = inside;
  if (!first || (isAssignmentTarget(tree, first) && assignmentStatement(nodes, first))) return true;
  const holders = completions.flatMap((c) => [c.finalReturn, c.value]);
  return inside.every((use) => holders.some((node) => node && contains(node, use)));
}

/** `client = await connect();` among the statements that move. */
export function assignmentStatement(nodes: readonly Node[], use: Node): Node | undefined {
  const statement = use.parent.left === use ? use.parent.parent : undefined;
  return statement && nodes.includes(statement) ? statement : undefined;
}
