/** What is ended where a `try` went well, and perhaps again in its `catch`: a `finally` does it, also where the consumer leaves. */
import type { Facts, Fn } from '../../core/facts/facts.ts';
import { contains } from '../../core/facts/shapes.ts';
import type { TextEdit } from '../../core/finding.ts';
import { Draft, moved } from '../../core/rewrite/draft.ts';
import {
  bodyStatements,
  commentsIn,
  leadsOut,
  linesOf,
  ownAwaits,
  ownNodes,
  ownYields,
  placeOf,
  type Range,
} from '../../core/rewrite/statements.ts';
import { behindBlankLines, indentAt, styleOf } from '../../core/rewrite/style.ts';
import { K, type Node, type SourceTree, startOf } from '../../core/syntax.ts';
import type { Begun } from './begun.ts';

/** @param at the `yield` at which it goes on */
export function endedBothWays(facts: Facts, fn: Fn, begun: Begun, at: Node): TextEdit[] | undefined {
  const { tree } = facts;
  const attempt = attemptAround(tree, fn, at);
  const failed = attempt?.catchClause?.block;
  if (!attempt || !failed || attempt.finallyBlock) return undefined;
  const done = attempt.tryBlock!;
  const inside = begun.ends.filter((end) => facts.functionOf(end) === fn && contains(attempt, end));
  const ends = inside.map((end) => endingOf(tree, end));
  if (!ends.every((end) => end !== undefined)) return undefined;
  const well = ends.filter((end) => contains(done, end));
  const badly = ends.filter((end) => contains(failed, end));
  const [kept, ...others] = well;
  if (!kept || usesWhatIsIn(facts, kept, done) || !well.every((end) => isLast(tree, end, done))) return undefined;
  // To end it again does nothing to a timer or a listener; whatever else is ended, is ended once.
  const isAgain = begun.kind !== 'handle' && begun.kind !== 'promise';
  const isAtOnce = !ownAwaits(tree, [failed]).length && !ownYields(tree, [failed]).length;
  const goes = (end: Node) => (contains(done, end) || isAtOnce) && isBare(tree, end);
  const gone = [...others, ...badly].filter(goes);
  if (!isAgain && (!badly.length || gone.length < others.length + badly.length)) return undefined;
  const draft = new Draft(tree);
  const { text } = tree;
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const own = indentAt(text, startOf(tree, attempt));
  const lines = linesOf(tree, kept, kept);
  const from = indentAt(text, startOf(tree, kept));
  const ending = moved(
    eol + text.slice(behindBlankLines(text, lines.start), lines.end),
    from,
    own + styleOf(tree).indent,
  );
  for (const end of [kept, ...gone]) {
    const range = wholeLinesOf(tree, end);
    draft.remove(range.start, range.end);
  }
  draft.insert(attempt.end, ` finally {${ending}${eol}${own}}`);
  return draft.edits();
}

/** The innermost `try` of the function whose body holds it. */
function attemptAround(tree: SourceTree, fn: Fn, node: Node): Node | undefined {
  for (let at = node; at.parent && at !== fn.node; at = at.parent)
    if (tree.kind(at.parent) === K.TryStatement && at.parent.tryBlock === at) return at.parent;
  return undefined;
}

/** `clearTimeout(timer);`, also as all that `if (timer)` holds, whose test changes nothing. */
function endingOf(tree: SourceTree, end: Node): Node | undefined {
  const { parent } = end;
  const alone = tree.kind(parent) === K.AwaitExpression ? parent.parent : parent;
  if (tree.kind(alone) !== K.ExpressionStatement) return undefined;
  const holder = tree.kind(alone.parent) === K.Block ? alone.parent : alone;
  const test = holder.parent;
  const isTested =
    tree.kind(test) === K.IfStatement &&
    test.thenStatement === holder &&
    !test.elseStatement &&
    bodyStatements(tree, holder).length === 1 &&
    !ownNodes(tree, [test.expression!], (n) => doing.has(tree.kind(n))).length;
  const statement = isTested ? test : alone;
  return placeOf(tree, statement) ? statement : undefined;
}

const doing = new Set<number>([K.CallExpression, K.NewExpression, K.AwaitExpression, K.YieldExpression]);

/** Nothing of the body runs behind it. */
function isLast(tree: SourceTree, end: Node, body: Node): boolean {
  const place = placeOf(tree, end);
  return (place?.list === body && end === place.statements.at(-1)) || leadsOut(tree, end, [body]);
}

/** A name that the block declares is out of reach in the `finally`. */
function usesWhatIsIn(facts: Facts, end: Node, block: Node): boolean {
  const isInside = (n: Node) => {
    const binding = facts.tree.kind(n) === K.Identifier ? facts.resolve(n) : undefined;
    return !!binding && contains(block, binding.ident);
  };
  return ownNodes(facts.tree, [end], isInside).length > 0;
}

/** Without words of its own, which would be lost. */
function isBare(tree: SourceTree, end: Node): boolean {
  const lines = linesOf(tree, end, end);
  return !commentsIn(tree, lines.start, startOf(tree, end)).length && !commentsIn(tree, end.end, lines.end).length;
}

/** With the blank line above it, or the one below where it stands first. */
function wholeLinesOf(tree: SourceTree, statement: Node): Range {
  const { start, end } = linesOf(tree, statement, statement);
  const isFirst = placeOf(tree, statement)?.index === 0;
  const below = isFirst ? /^\r?\n(?:[ \t]*\r?\n)*/ : /^\r?\n/;
  return { start, end: end + (below.exec(tree.text.slice(end))?.[0].length ?? 0) };
}
