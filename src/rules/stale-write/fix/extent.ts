/** How far a lock must reach, and must not. */
import type { Facts, Fn } from '../../../core/facts/facts.ts';
import { contains, isLoop } from '../../../core/facts/shapes.ts';
import { type Place, placeOf } from '../../../core/rewrite/statements.ts';
import { K, type Node, startOf, textOf } from '../../../core/syntax.ts';

/** What is read in one turn of a loop and written in the next needs the whole loop. */
export function withLoops(facts: Facts, nodes: readonly Node[]): readonly Node[] {
  const [first, , last] = nodes as [Node, Node, Node];
  if (contains(last, first) || startOf(facts.tree, first) < startOf(facts.tree, last)) return nodes;
  for (let at: Node | undefined = first.parent; at && !facts.functionAt(at); at = at.parent)
    if (isLoop(facts.tree, at) && contains(at, last)) return [...nodes, at];
  return nodes;
}

/** `let text = '';` right in front of `try { text = await readFile(path); } …`, if nothing behind the write uses it. */
export function variablesFor(facts: Facts, fn: Fn, read: Node, write: Node): Node[] {
  const { tree } = facts;
  const found: Node[] = [];
  const place = placeIn(facts, fn, read, write);
  if (!place) return found;
  const end = place.statements.find((s) => contains(s, write))!.end;
  for (let i = place.index - 1; i >= 0; i--) {
    const statement = place.statements[i]!;
    const declarations = statement.declarationList?.declarations ?? [];
    const isLet = tree.kind(statement) === K.VariableStatement && /^let\b/.test(textOf(tree, statement));
    const isOwn = declarations.every(({ name }) => {
      const binding = name?.text ? facts.lookup(name.text, name) : undefined;
      return !!binding && facts.references(binding).every((use) => use.pos >= statement.end && use.end <= end);
    });
    if (!isLet || !isOwn) break;
    found.unshift(statement);
  }
  return found;
}

/** The statement of the read in the innermost list that also holds the write. */
function placeIn(facts: Facts, fn: Fn, read: Node, write: Node): Place | undefined {
  for (let at: Node | undefined = read; at && at !== fn.node; at = at.parent) {
    const place = placeOf(facts.tree, at);
    if (place && contains(place.list, write)) return place;
  }
  return undefined;
}

/** The body of the innermost loop that they are all in: a lock is not held from one turn to the next. */
export function loopAround(facts: Facts, fn: Fn, nodes: readonly Node[]): Node | undefined {
  for (let at: Node | undefined = nodes[0]; at && at !== fn.node; at = at.parent) {
    const body = isLoop(facts.tree, at) ? at.statement : undefined;
    if (body && nodes.every((node) => contains(body, node))) return body;
  }
  return undefined;
}
