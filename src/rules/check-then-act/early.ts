/** The flag goes up in the step of its test, and a `finally` takes it down whatever happens from there on. */
import { calleeOf } from '../../core/facts/callgraph.ts';
import { effectsOf } from '../../core/facts/effects.ts';
import type { Facts } from '../../core/facts/facts.ts';
import type { WriteOp } from '../../core/facts/interleave.ts';
import { contains, isEmptyConstant } from '../../core/facts/shapes.ts';
import type { Fix, TextEdit } from '../../core/finding.ts';
import { Draft, indented } from '../../core/rewrite/draft.ts';
import { inFinally, isUsedAfter } from '../../core/rewrite/in-finally.ts';
import { linesOf, neverEnds, placeOf, statementOf } from '../../core/rewrite/statements.ts';
import { indentAt, styleOf } from '../../core/rewrite/style.ts';
import { K, type Node, startOf, textOf } from '../../core/syntax.ts';
import type { Act } from './detect.ts';

/** A flag that goes up behind an await, in one list of statements. */
interface Flag {
  /** `this.busy = true;` */
  readonly raised: Node;
  /** From the test to there: others may come in meanwhile. */
  readonly between: readonly Node[];
  readonly rest: readonly Node[];
}

export function raiseEarly(facts: Facts, { hit }: Act): Fix | undefined {
  const flag = flagOf(facts, hit);
  if (!flag || isAskedAgain(facts, hit, flag.between)) return undefined;
  const edits = intoTry(facts, hit, flag) ?? intoNewTry(facts, hit, flag);
  const name = hit.location.text.length <= 40 ? `\`${hit.location.text}\`` : 'the flag';
  // Who came while it was being prepared went on, and is turned away now.
  return edits && { title: `Set ${name} before the \`await\``, tier: 'suggestion', edits: () => edits };
}

function flagOf({ tree }: Facts, { test, write }: Act['hit']): Flag | undefined {
  const raised = write.node.parent;
  const asked = statementOf(tree, test!.node);
  const place = tree.kind(raised) === K.ExpressionStatement ? placeOf(tree, raised) : undefined;
  // The act hangs on the test: behind an `if` in the same list only who was not sent away gets to it.
  if (!place || !asked?.thenStatement) return undefined;
  const from = place.statements.indexOf(asked) + 1;
  const between = place.statements.slice(from, place.index);
  return from > 0 && between.length ? { raised, between, rest: place.statements.slice(place.index + 1) } : undefined;
}

/** What runs in between looks at the flag, or sets it: it would meet the one that is up now. */
function isAskedAgain(facts: Facts, { fn, location: { key } }: Act['hit'], between: readonly Node[]): boolean {
  const isInside = (node: Node) => between.some((statement) => contains(statement, node));
  const isTouched = facts
    .graph(fn)
    .blocks.some(({ ops }) =>
      ops.some((op) => (op.op === 'read' || op.op === 'write') && op.location.key === key && isInside(op.node)),
    );
  const isAsking = (call: Node) => {
    const callee = isInside(call) ? calleeOf(facts, call) : undefined;
    return !!callee && effectsOf(facts, callee).tests.has(key);
  };
  return isTouched || facts.calls.some(isAsking);
}

/** The `try` whose `finally` takes it down follows at once. */
function intoTry(facts: Facts, hit: Act['hit'], { raised, between, rest }: Flag): TextEdit[] | undefined {
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
  const blank = /^(?:[ \t]*\r?\n)*/.exec(text.slice(gap.start))![0].length;
  draft.replace(gap.start, attempt.end, () => {
    const isApart = /^\r?\n[ \t]*\r?\n/.test(text.slice(gap.end));
    const prepared = indented(draft.text(gap.start + blank, gap.end), indent) + (isApart ? eol : '') + eol;
    const flag = text.slice(up.start, up.end).replace(/^(?:[ \t]*\r?\n)+/, '');
    const head = text.slice(gap.start, gap.start + blank) + flag + eol + own;
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
function intoNewTry(facts: Facts, hit: Act['hit'], { raised, between, rest }: Flag): TextEdit[] | undefined {
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
  const isEarly = (down: Node) => {
    const place = tree.kind(down) === K.ExpressionStatement ? placeOf(tree, down) : undefined;
    const next = place?.statements[place.index + 1];
    return !!next && neverEnds(tree, [next]);
  };
  if (!downs.every(isEarly) || isUsedAfter(facts, body, rest.slice(at))) return undefined;
  const [edit, ...more] = inFinally(tree, { body, last, early: [raised, ...downs], moves: [] }) ?? [];
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
