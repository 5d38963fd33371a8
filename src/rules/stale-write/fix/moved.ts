/** Declarations that can move down past other statements: they only keep the old value, or something made of it. */
import type { Facts } from '../../../core/facts/facts.ts';
import { contains, isAssignmentTarget } from '../../../core/facts/shapes.ts';
import type { Draft } from '../../../core/rewrite/draft.ts';
import { linesOf, ownNodes, type Place } from '../../../core/rewrite/statements.ts';
import { lineStart, wholeLines } from '../../../core/rewrite/style.ts';
import { K, type Node, startOf } from '../../../core/syntax.ts';
import { isStill, type Order } from './still.ts';

/** `const name = …` alone. */
export function declarationOf({ tree }: Facts, statement: Node): Node | undefined {
  const list = tree.kind(statement) === K.VariableStatement ? statement.declarationList : undefined;
  const only = list?.declarations?.length === 1 ? list.declarations[0] : undefined;
  return only?.initializer && only.name && tree.kind(only.name) === K.Identifier ? only : undefined;
}

/**
 * The statements before `to` that move down to it, the one at `from` and what is made of it; the others stay.
 * `undefined` where one that stays uses one that moves, or changes what it is made of.
 */
export function splitAt(
  order: Order,
  place: Place,
  from: number,
  to: number,
): { readonly moved: readonly Node[]; readonly stay: readonly Node[] } | undefined {
  const { facts } = order;
  const { tree } = facts;
  const moved: Node[] = [];
  const stay: Node[] = [];
  const bindings = new Set<unknown>();
  const usesMoved = (n: Node) => tree.kind(n) === K.Identifier && bindings.has(facts.resolve(n));
  for (const statement of place.statements.slice(from, to)) {
    if (moved.length && !holds(statement, usesMoved)) {
      stay.push(statement);
      continue;
    }
    const declaration = declarationOf(facts, statement);
    if (!declaration || !isStill(order, declaration.initializer!, [])) return undefined;
    const binding = facts.lookup(declaration.name!.text ?? '', declaration.name!);
    if (!binding || !facts.isConstant(binding)) return undefined;
    const end = startOf(tree, place.statements[to]!);
    const isLate = (use: Node) =>
      startOf(tree, use) >= end || place.statements.slice(from, to).some((s) => contains(s, use));
    if (!facts.references(binding).every(isLate)) return undefined;
    moved.push(statement);
    bindings.add(binding);
  }
  return inputsChange(facts, moved, stay) ? undefined : { moved, stay };
}

/** Takes the statement out with its comments and lines; its text. */
export function cutOut({ tree }: Facts, draft: Draft, statement: Node): string {
  const { text } = tree;
  const own = linesOf(tree, statement, statement);
  const isAlone = own.start === lineStart(text, own.start);
  const range = isAlone ? own : { start: startOf(tree, statement), end: statement.end };
  const gone = wholeLines(text, range.start, range.end);
  draft.remove(gone.start, gone.end);
  return text.slice(range.start, range.end).trim();
}

/** A variable that the moved ones read is assigned by what they move past. */
function inputsChange(facts: Facts, moved: readonly Node[], stay: readonly Node[]): boolean {
  const { tree } = facts;
  const read = new Set(ownNodes(tree, moved, (n) => tree.kind(n) === K.Identifier).map((n) => facts.resolve(n)));
  return stay.some((statement) =>
    holds(statement, (n) => {
      const binding = tree.kind(n) === K.Identifier && isAssignmentTarget(tree, n) ? facts.resolve(n) : undefined;
      return !!binding && read.has(binding);
    }),
  );
}

/** Functions inside it included. */
function holds(node: Node, is: (node: Node) => boolean): boolean {
  const visit = (at: Node): true | undefined => (is(at) ? true : at.forEachChild(visit));
  return visit(node) === true;
}
