/** Where statements stand, and what leaves them: what a rewrite must know before it moves or wraps them. */
import { contains, isFunction, isLoop } from '../facts/shapes.ts';
import type { Node, SourceTree } from '../syntax.ts';
import { K, startOf } from '../syntax.ts';
import { lineEnd, lineStart } from './style.ts';

/** A statement among its neighbours. */
export interface Place {
  /** Block, SourceFile, ModuleBlock, CaseClause or DefaultClause. */
  readonly list: Node;
  readonly statements: readonly Node[];
  readonly index: number;
}

/** A range of the file: whole statements, or an expression. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** The statement list that a statement is directly in; undefined for the lone body of an `if` or a loop. */
export function placeOf(tree: SourceTree, statement: Node): Place | undefined {
  const list = statement.parent;
  if (!list?.statements) return undefined;
  const index = list.statements.indexOf(statement);
  void tree;
  return index < 0 ? undefined : { list, statements: list.statements, index };
}

/** The closest statement around a node, itself included, that stands in a list. */
export function statementOf(tree: SourceTree, node: Node): Node | undefined {
  for (let at: Node | undefined = node; at; at = at.parent) {
    if (placeOf(tree, at)) return at;
    if (at !== node && isFunction(tree, at)) return undefined;
  }
  return undefined;
}

/** The statements of a block, or the one that stands without braces. */
export function bodyStatements(tree: SourceTree, body: Node): readonly Node[] {
  return tree.kind(body) === K.Block ? (body.statements ?? []) : [body];
}

/** `node` and all inside it but the bodies of functions and classes; stops where `visit` answers false. */
export function walkOwn(tree: SourceTree, node: Node, visit: (node: Node) => boolean | undefined): void {
  if (visit(node) === false) return;
  if (isFunction(tree, node) || isClass(tree, node)) return;
  node.forEachChild((child) => {
    walkOwn(tree, child, visit);
    return undefined;
  });
}

function isClass(tree: SourceTree, node: Node): boolean {
  const k = tree.kind(node);
  return k === K.ClassDeclaration || k === K.ClassExpression;
}

export function ownNodes(tree: SourceTree, nodes: readonly Node[], is: (node: Node) => boolean): Node[] {
  const found: Node[] = [];
  for (const node of nodes)
    walkOwn(tree, node, (inner) => {
      if (is(inner)) found.push(inner);
      return undefined;
    });
  return found;
}

export function ownReturns(tree: SourceTree, nodes: readonly Node[]): Node[] {
  return ownNodes(tree, nodes, (n) => tree.kind(n) === K.ReturnStatement);
}

/** `await`, `for await` and `await using` of the code itself, not of functions inside it. */
export function ownAwaits(tree: SourceTree, nodes: readonly Node[]): Node[] {
  return ownNodes(
    tree,
    nodes,
    (n) =>
      tree.kind(n) === K.AwaitExpression ||
      (tree.kind(n) === K.ForOfStatement && !!n.awaitModifier) ||
      (tree.kind(n) === K.VariableDeclarationList && /^await\b/.test(tree.text.slice(startOf(tree, n), n.end))),
  );
}

export function ownYields(tree: SourceTree, nodes: readonly Node[]): Node[] {
  return ownNodes(tree, nodes, (n) => tree.kind(n) === K.YieldExpression);
}

/** `break` and `continue` that leave `nodes`. */
export function jumpsOut(tree: SourceTree, nodes: readonly Node[]): Node[] {
  return ownNodes(tree, nodes, (n) => {
    const k = tree.kind(n);
    return (
      (k === K.BreakStatement || k === K.ContinueStatement) && !nodes.some((at) => contains(at, targetOf(tree, n)))
    );
  });
}

/** The loop, `switch` or labelled statement that a jump refers to. */
export function targetOf(tree: SourceTree, jump: Node): Node | undefined {
  for (let at: Node | undefined = jump.parent; at; at = at.parent) {
    if (isFunction(tree, at)) return undefined;
    const k = tree.kind(at);
    if (jump.label) {
      if (k === K.LabeledStatement && at.label?.text === jump.label.text) return at;
    } else if (isLoop(tree, at) || (k === K.SwitchStatement && tree.kind(jump) === K.BreakStatement)) return at;
  }
  return undefined;
}

/** Control never reaches the end: the last statement returns or throws on every way through it. */
export function neverEnds(tree: SourceTree, statements: readonly Node[]): boolean {
  const last = statements.at(-1);
  if (!last) return false;
  switch (tree.kind(last)) {
    case K.ReturnStatement:
    case K.ThrowStatement:
    case K.ContinueStatement:
    case K.BreakStatement:
      return true;
    case K.Block:
      return neverEnds(tree, last.statements ?? []);
    case K.IfStatement:
      return (
        !!last.elseStatement &&
        neverEnds(tree, bodyStatements(tree, last.thenStatement!)) &&
        neverEnds(tree, bodyStatements(tree, last.elseStatement))
      );
    case K.TryStatement:
      return (
        (!!last.finallyBlock && neverEnds(tree, last.finallyBlock.statements ?? [])) ||
        (neverEnds(tree, last.tryBlock?.statements ?? []) &&
          (!last.catchClause || neverEnds(tree, last.catchClause.block?.statements ?? [])))
      );
    default:
      return false;
  }
}

/** The statement behind it leaves all of `region`: nothing there runs any more. */
export function leadsOut(tree: SourceTree, statement: Node, region: readonly Node[]): boolean {
  const place = placeOf(tree, statement);
  const next = place?.statements[place.index + 1];
  if (!next || !neverEnds(tree, [next])) return false;
  const isJump = (n: Node) => tree.kind(n) === K.BreakStatement || tree.kind(n) === K.ContinueStatement;
  return ownNodes(tree, [next], isJump).every((jump) => !region.some((at) => contains(at, targetOf(tree, jump))));
}

/** Inside the `try` or `catch` of a try statement that is inside `within`: a promise must be awaited before it leaves. */
export function isInTry(tree: SourceTree, node: Node, within: Node): boolean {
  for (let at: Node = node; at !== within && at.parent; at = at.parent) {
    if (isFunction(tree, at)) return false;
    const { parent } = at;
    if (tree.kind(parent) !== K.TryStatement) continue;
    if (at === parent.tryBlock || (at === parent.catchClause && parent.finallyBlock)) return true;
  }
  return false;
}

/** There is a comment in the range, outside of nodes' own text; `text` is taken to hold no strings that look like one. */
export function commentsIn(tree: SourceTree, start: number, end: number): string[] {
  return tree.text.slice(start, end).match(/\/\/[^\r\n]*|\/\*[\s\S]*?\*\//g) ?? [];
}

/** From the first line of the first statement's own comments to the end of the last statement's line. */
export function linesOf(tree: SourceTree, first: Node, last: Node): Range {
  const { text } = tree;
  // The trivia in front of a statement begins on the line where the code before it ends.
  const from = first.pos === 0 ? 0 : nextLineStart(text, first.pos, startOf(tree, first));
  const to = lineEnd(text, last.end);
  const rest = text.slice(last.end, to);
  return { start: from, end: /^[ \t]*(?:\/\/.*|\/\*.*\*\/[ \t]*)?$/.test(rest) ? to : last.end };
}

function nextLineStart(text: string, pos: number, limit: number): number {
  const end = lineEnd(text, pos);
  if (end >= limit) return lineStart(text, limit) > pos ? lineStart(text, limit) : limit;
  return text[end] === '\r' && text[end + 1] === '\n' ? end + 2 : end + 1;
}
