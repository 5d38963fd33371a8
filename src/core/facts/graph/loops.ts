/** Loops: the body goes round to a block of its own, where `continue` leads too. */
import type { Node } from '../../syntax.ts';
import { K } from '../../syntax.ts';
import { assign } from './assignments.ts';
import { condition } from './branches.ts';
import { declarations, declareNames } from './declarations.ts';
import { within } from './exits.ts';
import { expression } from './expressions.ts';
import type { Flow } from './flow.ts';
import { statement } from './statements.ts';

/** `for (initializer; test; incrementor) body`, and `while` as the plainest of them. */
export interface ForLoop {
  readonly initializer?: Node | undefined;
  readonly test: Node | undefined;
  readonly incrementor?: Node | undefined;
  readonly body: Node;
  readonly label: string | undefined;
}

export function forLoop(flow: Flow, { initializer, test, incrementor, body, label }: ForLoop): void {
  if (initializer) {
    if (flow.kind(initializer) === K.VariableDeclarationList) declarations(flow, initializer);
    else expression(flow, initializer);
  }
  const head = flow.newBlock();
  const inner = flow.newBlock();
  const step = flow.newBlock();
  const after = flow.newBlock();
  flow.continueIn(head);
  if (test) condition(flow, test, inner, after);
  else flow.block.next = inner;
  flow.at = inner;
  within(flow, { label, breakTo: after, continueTo: step }, () => statement(flow, body));
  flow.continueIn(step);
  if (incrementor) expression(flow, incrementor);
  flow.block.next = head;
  flow.at = after;
}

export function doLoop(flow: Flow, node: Node, label: string | undefined): void {
  const body = flow.newBlock();
  const test = flow.newBlock();
  const after = flow.newBlock();
  flow.continueIn(body);
  within(flow, { label, breakTo: after, continueTo: test }, () => statement(flow, node.statement!));
  flow.continueIn(test);
  condition(flow, node.expression!, body, after);
  flow.at = after;
}

/** Whether there is one more value is no test of the program's own: both ways are open. */
export function forOfOrIn(flow: Flow, node: Node, label: string | undefined): void {
  expression(flow, node.expression!);
  const head = flow.newBlock();
  const inner = flow.newBlock();
  const after = flow.newBlock();
  flow.continueIn(head);
  if (node.awaitModifier) flow.emit({ op: 'suspend', node, how: 'for-await', awaited: node.expression });
  flow.block.also.push(inner, after);
  flow.at = inner;
  const target = node.initializer!;
  if (flow.kind(target) === K.VariableDeclarationList)
    for (const d of target.declarations ?? []) declareNames(flow, d.name!, undefined, d);
  else assign(flow, target, undefined, node, '=');
  within(flow, { label, breakTo: after, continueTo: head }, () => statement(flow, node.statement!));
  flow.block.next ??= head;
  flow.at = after;
}
