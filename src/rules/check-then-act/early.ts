/** The flag goes up in the step of its test, and a `finally` takes it down whatever happens from there on. */
import { calleeOf } from '../../core/facts/callgraph.ts';
import { type Effects, effectsOf } from '../../core/facts/effects.ts';
import type { Facts } from '../../core/facts/facts.ts';
import type { WriteOp } from '../../core/facts/interleave.ts';
import { contains, isConstantExpression, isEmptyConstant } from '../../core/facts/shapes.ts';
import type { Fix, TextEdit } from '../../core/finding.ts';
import { Draft, indented } from '../../core/rewrite/draft.ts';
import { inFinally, isUsedAfter } from '../../core/rewrite/in-finally.ts';
import { leadsOut, linesOf, placeOf, statementOf } from '../../core/rewrite/statements.ts';
import { behindBlankLines, indentAt, styleOf } from '../../core/rewrite/style.ts';
import { K, type Node, type SourceTree, startOf, textOf } from '../../core/syntax.ts';
import type { Act } from './detect.ts';

/** A flag that goes up behind an await, in one list of statements. */
interface Flag {
  /** `this.busy = true;` */
  readonly raised: Node;
  /** From the test to there: others may come in meanwhile. */
  readonly between: readonly Node[];
  readonly rest: readonly Node[];
  /** What is called in between may take it down: it must go up again where it did. */
  readonly isLowered: boolean;
}

export function raiseEarly(facts: Facts, { hit }: Act): Fix | undefined {
  const flag = flagOf(facts, hit);
  if (!flag || isAskedAgain(facts, hit, flag.between)) return undefined;
  const edits = intoTry(facts, hit, flag) ?? intoNewTry(facts, hit, flag);
  const name = hit.location.text.length <= 40 ? `\`${hit.location.text}\`` : 'the flag';
  // Who came while it was being prepared went on, and is turned away now.
  return edits && { title: `Set ${name} before the \`await\``, tier: 'suggestion', edits: () => edits };
}

function flagOf(facts: Facts, { fn, test, location }: Act['hit']): Flag | undefined {
  const { tree } = facts;
  const asked = statementOf(tree, test!.node);
  const list = asked?.thenStatement ? placeOf(tree, asked) : undefined;
  if (!list) return undefined;
  const behind = list.statements.slice(list.index + 1);
  const isRaised = (op: WriteOp) =>
    op.location.key === location.key && op.how === '=' && !!op.value && isSet(tree, op.value);
  const raised = facts.graph(fn).ops('write').find(isRaised)?.node.parent;
  // Behind an `if` in the same list only who was not sent away gets to it: the act hangs on the test.
  const at = raised && tree.kind(raised) === K.ExpressionStatement ? behind.indexOf(raised) : -1;
  if (at < 1) return undefined;
  const between = behind.slice(0, at);
  const isLowered = calledIn(facts, between).some(({ sync, late }) => sync.has(location.key) || late.has(location.key));
  return { raised: raised!, between, rest: behind.slice(at + 1), isLowered };
}

function isSet(tree: SourceTree, value: Node): boolean {
  return isConstantExpression(tree, value) && !isEmptyConstant(tree, value);
}

/** What the functions of the file do that are called there. */
function calledIn(facts: Facts, statements: readonly Node[]): Effects[] {
  return facts.calls.flatMap((call) => {
    const callee = statements.some((s) => contains(s, call)) ? calleeOf(facts, call) : undefined;
    return callee ? [effectsOf(facts, callee)] : [];
  });
}

/** What runs in between looks at the flag, or sets it: it would meet the one that is up now. */
function isAskedAgain(facts: Facts, { fn, location: { key } }: Act['hit'], between: readonly Node[]): boolean {
  const isInside = (node: Node) => between.some((statement) => contains(statement, node));
  const isTouched = facts
    .graph(fn)
    .blocks.some(({ ops }) =>
      ops.some((op) => (op.op === 'read' || op.op === 'write') && op.location.key === key && isInside(op.node)),
    );
  return isTouched || calledIn(facts, between).some(({ tests }) => tests.has(key));
}

/** The `try` whose `finally` takes it down follows at once. */
function intoTry(facts: Facts, hit: Act['hit'], { raised, between, rest, isLowered }: Flag): TextEdit[] | undefined {
  const { tree } = facts;
  const [attempt, ...after] = rest;
  const down = attempt?.finallyBlock;
  const first = attempt?.tryBlock?.statements?.[0];
  if (!down || !first || !(down.statements ?? []).some((statement) => takesDown(facts, hit, statement)))
    return undefined;
  const { catchClause } = attempt;
  if (isUsedAfter(facts, between, [down, ...after])) return undefined;
  const { text } = tree;
  const draft = new Draft(tree);
  const { indent } = styleOf(tree);
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const gap = linesOf(tree, between[0]!, between.at(-1)!);
  const up = linesOf(tree, raised, raised);
  const own = indentAt(text, startOf(tree, attempt));
  const prepares = behindBlankLines(text, gap.start);
  draft.replace(gap.start, attempt.end, () => {
    const isApart = /^\r?\n[ \t]*\r?\n/.test(text.slice(gap.end));
    const flag = text.slice(behindBlankLines(text, up.start), up.end);
    const again = isLowered ? indented(flag, indent) + eol : '';
    const prepared = indented(draft.text(prepares, gap.end), indent) + eol + (isApart ? eol : '') + again;
    const head = text.slice(gap.start, prepares) + flag + eol + own;
    if (!catchClause) {
      const body = draft.text(linesOf(tree, first, first).start, attempt.end);
      return `${head}try {${eol}${prepared}${body}`;
    }
    // What fails in between never came to that `catch`.
    const inner = indented(own + draft.text(startOf(tree, attempt), catchClause.end), indent);
    return `${head}try {${eol}${prepared}${inner}${eol}${own}} finally ${draft.textOf(down)}`;
  });
  return text.slice(up.end, startOf(tree, attempt)).trim() ? undefined : draft.edits();
}

/** It is taken down at the end of what follows, and perhaps in front of ways out. */
function intoNewTry(facts: Facts, hit: Act['hit'], { raised, between, rest, isLowered }: Flag): TextEdit[] | undefined {
  const { tree } = facts;
  const at = rest.findLastIndex((statement) => takesDown(facts, hit, statement));
  const last = rest[at];
  if (!last) return undefined;
  const body = [...between, raised, ...rest.slice(0, at)];
  const downs = facts
    .graph(hit.fn)
    .ops('write')
    .filter((op) => isDown(facts, hit, op) && body.some((statement) => contains(statement, op.node)))
    .map(({ node }) => node.parent);
  const isEarly = (down: Node) => tree.kind(down) === K.ExpressionStatement && leadsOut(tree, down, body);
  if (!downs.every(isEarly) || isUsedAfter(facts, body, rest.slice(at))) return undefined;
  const [edit, ...more] =
    inFinally(tree, { body, last, early: isLowered ? downs : [raised, ...downs], moves: [] }) ?? [];
  if (!edit || more.length) return undefined;
  const line = indentAt(tree.text, startOf(tree, raised)) + textOf(tree, raised);
  const eol = tree.text.includes('\r\n') ? '\r\n' : '\n';
  return [{ ...edit, text: `${line}${eol}${edit.text}` }];
}

function takesDown(facts: Facts, hit: Act['hit'], statement: Node): boolean {
  return facts
    .graph(hit.fn)
    .ops('write')
    .some((op) => isDown(facts, hit, op) && op.node.parent === statement);
}

function isDown(facts: Facts, { location }: Act['hit'], op: WriteOp): boolean {
  return op.location.key === location.key && op.how === '=' && !!op.value && isEmptyConstant(facts.tree, op.value);
}
