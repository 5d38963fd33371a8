/** Statements in front of another one: in its list, in braces of its own, or in a block that an arrow function gets. */
import type { Facts, Fn } from '../../../core/facts/facts.ts';
import { contains, unwrap } from '../../../core/facts/shapes.ts';
import type { Draft } from '../../../core/rewrite/draft.ts';
import { linesOf, type Place, placeOf } from '../../../core/rewrite/statements.ts';
import { indentAt, lineStart, styleOf } from '../../../core/rewrite/style.ts';
import { K, type Node, startOf } from '../../../core/syntax.ts';
import { isResultUsed } from './results.ts';

export function putInFront(facts: Facts, draft: Draft, statement: Node, lines: readonly string[]): void {
  const { tree } = facts;
  const { text } = tree;
  const start = startOf(tree, statement);
  const place = placeOf(tree, statement);
  if (!place) {
    putInBraces(facts, draft, statement, lines);
    return;
  }
  const isFirstOnLine = text.slice(lineStart(text, start), start).trim() === '';
  const separator = isFirstOnLine ? `\n${indentAt(text, start)}` : ' ';
  // Without a semicolon these would go on with the line before.
  const stop = styleOf(tree).semicolon === '' && /[([`+\-/]/.test(text[start]!) ? ';' : '';
  const at = isFirstOnLine ? aboveComments(text, start, statement.pos) : start;
  draft.insert(at, lines.map((line, i) => line + (i === lines.length - 1 ? stop : '') + separator).join(''));
  const k = tree.kind(place.list);
  if (k === K.CaseClause || k === K.DefaultClause) braceClause(facts, draft, place);
}

/** Where the comment lines right above `start` begin: they speak of what stands there, or switch a linter off for it. */
function aboveComments(text: string, start: number, limit: number): number {
  let at = start;
  for (;;) {
    const line = lineStart(text, at);
    const before = lineStart(text, Math.max(line - 2, 0));
    if (line <= limit || before < limit) return at;
    if (!/^[ \t]*\/\//.test(text.slice(before, line))) return at;
    at = before + /^[ \t]*/.exec(text.slice(before, line))![0].length;
  }
}

/** `if (late) total += await f();` */
function putInBraces(facts: Facts, draft: Draft, statement: Node, lines: readonly string[]): void {
  const { tree } = facts;
  const { text } = tree;
  const { indent: unit } = styleOf(tree);
  const outer = indentAt(text, startOf(tree, statement.parent));
  const comment = text.slice(statement.pos, startOf(tree, statement)).trim();
  const otherwise = statement === statement.parent.thenStatement ? statement.parent.elseStatement : undefined;
  const word = otherwise ? text.lastIndexOf('else', otherwise.pos) : -1;
  const joins = word > 0 && text.slice(statement.end, word).trim() === '';
  draft.replace(statement.pos, joins ? word : statement.end, () => {
    const all = [...(comment ? [comment] : []), ...lines, draft.textOf(statement)];
    return ` {${all.map((line) => `\n${outer}${unit}${line}`).join('')}\n${outer}}${joins ? ' ' : ''}`;
  });
}

/** `case 'a': {`: a name in one clause would be one in all of them. */
function braceClause({ tree }: Facts, draft: Draft, { list, statements }: Place): void {
  const last = linesOf(tree, statements.at(-1)!, statements.at(-1)!);
  draft.insert(statements[0]!.pos, ' {');
  draft.insert(last.end, `\n${indentAt(tree.text, startOf(tree, list))}}`);
}

/** `async (i) => (total += await f(i))`: the arrow function of the body gets a block, and returns only what is used. */
export function putInBlock(facts: Facts, draft: Draft, fn: Fn, write: Node, lines: readonly string[]): void {
  const { tree } = facts;
  const body = fn.node.body!;
  const { semicolon, indent: unit } = styleOf(tree);
  const indent = indentAt(tree.text, startOf(tree, body));
  const isUsed = isResultUsed(facts, fn);
  const inner = isUsed ? body : unwrap(tree, body);
  draft.replaceNode(body, () => {
    const text = draft.textOf(inner);
    const isBare = isUsed && tree.kind(inner) === K.BinaryExpression && contains(inner, write);
    const last = `${isUsed ? 'return ' : ''}${isBare ? `(${text})` : text}${semicolon}`;
    return `{${[...lines, last].map((line) => `\n${indent}${unit}${line}`).join('')}\n${indent}}`;
  });
}
