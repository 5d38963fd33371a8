/** Tests, and the ways they part: `&&`, `||` and `!` are taken apart, so that a branch hangs on a single test. */
import type { Node } from '../../syntax.ts';
import { K } from '../../syntax.ts';
import { isNot, unwrap } from '../shapes.ts';
import { within } from './exits.ts';
import { expression } from './expressions.ts';
import type { Flow } from './flow.ts';
import { statement, statements } from './statements.ts';

/** Evaluates a test and goes to `yes` or `no`. */
export function condition(flow: Flow, node: Node, yes: number, no: number): void {
  const { tree } = flow.facts;
  const inner = unwrap(tree, node);
  if (isNot(tree, inner)) {
    condition(flow, inner.operand!, no, yes);
    return;
  }
  const k = flow.kind(inner);
  const operator = k === K.BinaryExpression && inner.operatorToken ? flow.kind(inner.operatorToken) : undefined;
  if (operator === K.AmpersandAmpersandToken || operator === K.BarBarToken) {
    const middle = flow.newBlock();
    if (operator === K.BarBarToken) condition(flow, inner.left!, yes, middle);
    else condition(flow, inner.left!, middle, no);
    flow.at = middle;
    condition(flow, inner.right!, yes, no);
    return;
  }
  if (k === K.TrueKeyword || k === K.FalseKeyword) {
    flow.goto(k === K.TrueKeyword ? yes : no);
    return;
  }
  expression(flow, inner);
  flow.block.branch = { test: inner, on: 'truth', onTrue: yes, onFalse: no };
  flow.at = flow.newBlock();
}

/** A default value: evaluated on one way, passed by on the other. */
export function maybe(flow: Flow, node: Node): void {
  const inner = flow.newBlock();
  const after = flow.newBlock();
  flow.block.also.push(inner, after);
  flow.at = inner;
  expression(flow, node);
  flow.continueIn(after);
}

export function ifStatement(flow: Flow, node: Node): void {
  const yes = flow.newBlock();
  const no = flow.newBlock();
  const after = node.elseStatement ? flow.newBlock() : no;
  condition(flow, node.expression!, yes, no);
  flow.at = yes;
  statement(flow, node.thenStatement!);
  flow.block.next ??= after;
  if (node.elseStatement) {
    flow.at = no;
    statement(flow, node.elseStatement);
    flow.block.next ??= after;
  }
  flow.at = after;
}

/** `test ? a : b` */
export function conditional(flow: Flow, node: Node): void {
  const yes = flow.newBlock();
  const no = flow.newBlock();
  const after = flow.newBlock();
  condition(flow, node.condition!, yes, no);
  flow.at = yes;
  expression(flow, node.whenTrue!);
  flow.block.next = after;
  flow.at = no;
  expression(flow, node.whenFalse!);
  flow.block.next = after;
  flow.at = after;
}

/** Each `case` is a test of its own; the body of one falls through to the next. */
export function switchStatement(flow: Flow, node: Node): void {
  expression(flow, node.expression!);
  const clauses = node.caseBlock?.clauses ?? [];
  const after = flow.newBlock();
  const bodies = clauses.map(() => flow.newBlock());
  let fallback = after;
  clauses.forEach((clause, i) => {
    if (flow.kind(clause) !== K.CaseClause) {
      fallback = bodies[i]!;
      return;
    }
    const test = clause.expression!;
    expression(flow, test);
    const otherwise = flow.newBlock();
    const subject = node.expression!;
    flow.block.branch = { test, on: 'truth', subject, onTrue: bodies[i]!, onFalse: otherwise };
    flow.at = otherwise;
  });
  flow.block.next = fallback;
  within(flow, { label: undefined, breakTo: after, continueTo: undefined }, () => {
    clauses.forEach((clause, i) => {
      flow.at = bodies[i]!;
      statements(flow, clause.statements ?? []);
      flow.block.next ??= bodies[i + 1] ?? after;
    });
  });
  flow.at = after;
}
