/** Binary operators: assignments, those that leave out their right side, and the rest. */
import type { Node } from '../../syntax.ts';
import { K } from '../../syntax.ts';
import { baseOf, child, entrySegment } from '../locations.ts';
import { assignmentOf, unwrap } from '../shapes.ts';
import { assign } from './assignments.ts';
import { condition } from './branches.ts';
import { expression } from './expressions.ts';
import type { Flow } from './flow.ts';

export function binary(flow: Flow, node: Node): void {
  const how = assignmentOf(flow.facts.tree, node);
  const operator = node.operatorToken && flow.kind(node.operatorToken);
  if (how === 'logical') logicalAssignment(flow, node);
  else if (how) {
    const left = unwrap(flow.facts.tree, node.left!);
    if (how === 'compound') expression(flow, left);
    else if (flow.kind(left) === K.ElementAccessExpression) expression(flow, left.argumentExpression!);
    expression(flow, node.right!);
    assign(flow, left, node.right, node, how);
  } else if (
    operator === K.AmpersandAmpersandToken ||
    operator === K.BarBarToken ||
    operator === K.QuestionQuestionToken
  )
    logical(flow, node);
  else {
    expression(flow, node.left!);
    expression(flow, node.right!);
    if (operator === K.InKeyword) readEntry(flow, node);
  }
}

/** `a ??= b`, `a ||= b`, `a &&= b` */
function logicalAssignment(flow: Flow, node: Node): void {
  const operator = flow.kind(node.operatorToken!);
  const test = node.left!;
  expression(flow, test);
  const write = flow.newBlock();
  const after = flow.newBlock();
  if (operator === K.QuestionQuestionEqualsToken)
    flow.block.branch = { test, on: 'nullish', onTrue: write, onFalse: after };
  else if (operator === K.BarBarEqualsToken) flow.block.branch = { test, on: 'truth', onTrue: after, onFalse: write };
  else flow.block.branch = { test, on: 'truth', onTrue: write, onFalse: after };
  flow.at = write;
  expression(flow, node.right!);
  assign(flow, test, node.right, node, 'logical');
  flow.continueIn(after);
}

/** `a ?? b`, `a || b`, `a && b` */
function logical(flow: Flow, node: Node): void {
  const operator = flow.kind(node.operatorToken!);
  const test = node.left!;
  const right = flow.newBlock();
  const after = flow.newBlock();
  if (operator === K.QuestionQuestionToken) {
    expression(flow, test);
    flow.block.branch = { test, on: 'nullish', onTrue: right, onFalse: after };
  } else if (operator === K.AmpersandAmpersandToken) condition(flow, test, right, after);
  else condition(flow, test, after, right);
  flow.at = right;
  expression(flow, node.right!);
  flow.continueIn(after);
}

/** `key in target` */
function readEntry(flow: Flow, node: Node): void {
  const base = baseOf(flow.facts, node.right!);
  if (!base || base.root.kind === 'global') return;
  flow.emit({ op: 'read', location: child(base, entrySegment(flow.facts, node.left!)), node });
}
