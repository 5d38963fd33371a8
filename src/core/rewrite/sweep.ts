/** Takes away what a rewrite leaves without a use: helpers, constants and private members of the file, and imports. */
import type { Facts } from '../facts/facts.ts';
import { isFunction, unwrap } from '../facts/shapes.ts';
import type { TextEdit } from '../finding.ts';
import { K, type Node, startOf, textOf } from '../syntax.ts';
import type { Draft } from './draft.ts';
import { linesOf, type Range } from './statements.ts';
import { behindBlankLines } from './style.ts';

/** Something with a name of its own that can go by itself. */
interface Piece {
  readonly name: string;
  readonly range: Range;
  /** The specifier, for an import. */
  readonly specifier?: Node;
  /** It is named behind a dot. */
  readonly isMember?: boolean;
}

/**
 * Only what was used before, and only from inside `gone`. Names are looked for in the text: one that a comment mentions
 * stays.
 *
 * @param gone ranges that the draft replaces or removes
 * @param made the text that it puts there
 * @param imported new imports, which it puts in: where the last one goes, they take its place
 */
export function sweep(
  facts: Facts,
  draft: Draft,
  gone: readonly Range[],
  made: string,
  imported: readonly TextEdit[],
): void {
  const pieces = piecesOf(facts);
  const ranges = [...gone];
  const dead = new Set<Piece>();
  for (let size = -1; size !== dead.size; ) {
    size = dead.size;
    for (const piece of pieces) {
      if (dead.has(piece) || !isLeft(facts.tree.text, piece, ranges, made)) continue;
      dead.add(piece);
      ranges.push(piece.range);
    }
  }
  passBy(facts, draft, ranges, made);
  const imports = new Set<Node>();
  for (const { specifier } of dead) if (specifier) imports.add(declarationOf(facts, specifier));
  const lines = [...dead].filter((piece) => !piece.specifier).map((piece) => piece.range);
  for (const range of joined(facts.tree.text, lines)) removeLines(facts, draft, range);
  const taken = new Set<TextEdit>();
  for (const declaration of imports) {
    // Comments in front of it may be those of the file.
    const start = startOf(facts.tree, declaration);
    const { end } = linesOf(facts.tree, declaration, declaration);
    const here = imported.find((edit) => edit.start === edit.end && start <= edit.start && edit.start <= end);
    const left = leftOf(facts, declaration, dead);
    if (left !== undefined) draft.replaceNode(declaration.importClause!, left);
    else if (here) draft.replace(start, end, here.text.replace(/^\r?\n/, ''));
    else removeLines(facts, draft, { start, end });
    if (here && left === undefined) taken.add(here);
  }
  for (const edit of imported) if (!taken.has(edit)) draft.replace(edit.start, edit.end, edit.text);
}

/** Parameters that nothing reads any more stay, since callers give them: by the name of what is not used. */
function passBy(facts: Facts, draft: Draft, gone: readonly Range[], made: string): void {
  const isGone = (node: Node) => gone.some(({ start, end }) => start <= node.pos && node.end <= end);
  for (const binding of facts.bindings) {
    const { name, ident, declaration } = binding;
    // The name of a part of a pattern is that of a property.
    const isWhole = facts.tree.kind(declaration) === K.Parameter && declaration.name === ident;
    if (!isWhole || declaration.modifiers?.length || name.startsWith('_') || isGone(ident)) continue;
    const uses = facts.references(binding);
    if (uses.length && uses.every(isGone) && !wordOf(name).test(made)) draft.replaceNode(ident, `_${name}`);
  }
}

/** Neighbours as one. */
function joined(text: string, ranges: readonly Range[]): Range[] {
  const all: Range[] = [];
  for (const range of [...ranges].sort((a, b) => a.start - b.start)) {
    const last = all.at(-1);
    if (last && !text.slice(last.end, range.start).trim()) all[all.length - 1] = { start: last.start, end: range.end };
    else all.push(range);
  }
  return all;
}

function isLeft(text: string, { name, range, isMember }: Piece, gone: readonly Range[], made: string): boolean {
  const word = wordOf(name, isMember);
  if (word.test(made)) return false;
  let wasUsed = false;
  for (const { index } of text.matchAll(word)) {
    const isIn = (r: Range) => r.start <= index && index < r.end;
    if (isIn(range)) continue;
    if (!gone.some(isIn)) return false;
    wasUsed = true;
  }
  return wasUsed;
}

/** Wherever it is named: `file.close()` is no use of an imported `close`, `...close` is. */
function wordOf(name: string, isMember = false): RegExp {
  const before = isMember ? '[\\w$]' : '[\\w$]|(?<!\\.\\.)\\.\\s*';
  return new RegExp(`(?<!${before})${name.replace(/[$#]/g, '\\$&')}(?![\\w$])`, 'g');
}

function piecesOf(facts: Facts): Piece[] {
  const { tree } = facts;
  const pieces: Piece[] = [];
  for (const { ident, declaration, kind, exported, scope, name } of facts.bindings) {
    if (exported || scope.fn.kind !== 'module') continue;
    if (kind === 'import') {
      pieces.push({ name, range: { start: startOf(tree, declaration), end: declaration.end }, specifier: declaration });
      continue;
    }
    const statement = kind === 'function' ? declaration : declaration.parent?.parent;
    if (!statement || statement.parent !== tree.root || (kind !== 'function' && !isPlain(facts, ident, declaration)))
      continue;
    pieces.push({ name, range: linesOf(tree, statement, statement) });
  }
  for (const owner of facts.owners) {
    for (const member of owner.members.values()) {
      const isPrivate = member.access === 'private' && member.kind !== 'parameter-property';
      const init = member.initializer;
      if (owner.kind === 'class' && isPrivate && (!init || isConstant(facts, init)))
        pieces.push({
          name: member.name,
          range: linesOf(tree, member.declaration, member.declaration),
          isMember: true,
        });
    }
  }
  return pieces;
}

/** `const limit = 1000;`, alone in its statement. */
function isPlain(facts: Facts, ident: Node, { name, parent, initializer }: Node): boolean {
  return name === ident && parent?.declarations?.length === 1 && (!initializer || isConstant(facts, initializer));
}

/** To make it does nothing. */
function isConstant({ tree }: Facts, node: Node): boolean {
  const inner = unwrap(tree, node);
  if (isFunction(tree, inner)) return true;
  const k = tree.kind(inner);
  if (k === K.BinaryExpression)
    return isConstant({ tree } as Facts, inner.left!) && isConstant({ tree } as Facts, inner.right!);
  return (
    k === K.NumericLiteral ||
    k === K.StringLiteral ||
    k === K.TrueKeyword ||
    k === K.FalseKeyword ||
    k === K.NullKeyword
  );
}

function declarationOf({ tree }: Facts, specifier: Node): Node {
  let at = specifier;
  while (at.parent && tree.kind(at) !== K.ImportDeclaration && tree.kind(at) !== K.ImportEqualsDeclaration)
    at = at.parent;
  return at;
}

/** What stays of an import's clause; undefined: nothing. */
function leftOf({ tree }: Facts, { importClause: clause }: Node, dead: ReadonlySet<Piece>): string | undefined {
  const gone = new Set([...dead].map(({ specifier }) => specifier));
  const named = clause?.namedBindings;
  const elements = named?.elements?.filter((e) => !gone.has(e)).map((e) => textOf(tree, e)) ?? [];
  const names = elements.length ? `{ ${elements.join(', ')} }` : '';
  const whole = named && !named.elements && !gone.has(named) ? textOf(tree, named) : '';
  const own = clause?.name && !gone.has(clause) ? textOf(tree, clause.name) : '';
  return [own, names || whole].filter(Boolean).join(', ') || undefined;
}

/** Of the empty lines around it one side goes along. */
function removeLines({ tree: { text } }: Facts, draft: Draft, { start, end }: Range): void {
  const after = end + (/^\r?\n/.exec(text.slice(end))?.[0].length ?? 0);
  const isLast = /^[ \t]*(?:\r?\n|$)|^[ \t]*\}/.test(text.slice(after));
  draft.remove(isLast ? start : behindBlankLines(text, start), after);
}
