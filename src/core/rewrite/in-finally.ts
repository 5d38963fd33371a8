/** What ends something, in `finally`: it is then reached on every way out of what stands before it. */
import type { Facts } from '../facts/facts.ts';
import { contains } from '../facts/shapes.ts';
import type { TextEdit } from '../finding.ts';
import type { Node, SourceTree } from '../syntax.ts';
import { startOf } from '../syntax.ts';
import { Draft, indented } from './draft.ts';
import { linesOf, type Range } from './statements.ts';
import { indentAt, styleOf, wholeLines } from './style.ts';

/** Statements of one list. */
export interface Ending {
  /** From what was begun to its end. */
  readonly body: readonly Node[];
  /** Ends it, where the body has run to its end; as a text where it is not there yet, and the body is all that follows. */
  readonly last: Node | string;
  /** A line that the body gets at its end. */
  readonly then?: string | undefined;
  /** End it on the ways out in between: they go. */
  readonly early: readonly Node[];
  /** A `return` behind the end that reads what the body declares: it goes along. */
  readonly moves: readonly Node[];
}

/** `undefined` where a comment would be lost. */
export function inFinally(tree: SourceTree, { body, then, last, early, moves }: Ending): TextEdit[] | undefined {
  const { text } = tree;
  const draft = new Draft(tree);
  removeAll(tree, draft, early);
  const unit = styleOf(tree).indent;
  const { start, end } = linesOf(tree, body[0]!, body.at(-1)!);
  const own = indentAt(text, startOf(tree, body[0]!));
  const release = typeof last === 'string' ? undefined : linesOf(tree, last, last);
  const moved = moves.length ? linesOf(tree, moves[0]!, moves[0]!) : undefined;
  const eol = text.slice(end).startsWith('\r\n') ? '\r\n' : '\n';
  const lines = (range: Range) => `${indented(draft.text(range.start, range.end), unit)}${eol}`;
  draft.replace(start, moved?.end ?? release?.end ?? end, () => {
    const line = then === undefined ? '' : `${own}${unit}${then}${eol}`;
    const tried = lines({ start, end }) + line + (moved ? lines(moved) : '');
    const ended = release ? lines(release) : `${own}${unit}${last}${eol}`;
    return `${own}try {${eol}${tried}${own}} finally {${eol}${ended}${own}}`;
  });
  const between = release ? text.slice(end, release.start) + (moved ? text.slice(release.end, moved.start) : '') : '';
  if (between.trim()) return undefined;
  return draft.edits();
}

/** A name that the region declares and that is read behind it would be out of reach in the `try`. */
export function isUsedAfter(facts: Facts, body: readonly Node[], after: readonly Node[]): boolean {
  const within = (list: readonly Node[], node: Node) => list.some((s) => contains(s, node));
  return facts.bindings.some((b) => within(body, b.ident) && facts.references(b).some((use) => within(after, use)));
}

export function removeAll(tree: SourceTree, draft: Draft, statements: readonly Node[]): void {
  for (const statement of statements) {
    const { start, end } = wholeLines(tree.text, startOf(tree, statement), statement.end);
    draft.remove(start, end);
  }
}
