/** Statements in the order they run. */
import type { Node } from '../../syntax.ts';
import { K } from '../../syntax.ts';
import { isLoop } from '../shapes.ts';
import { ifStatement, switchStatement } from './branches.ts';
import { declarations } from './declarations.ts';
import { breakOrContinue, leave, tryStatement, within } from './exits.ts';
import { expression } from './expressions.ts';
import type { Flow } from './flow.ts';
import { doLoop, forLoop, forOfOrIn } from './loops.ts';
import { disposeAtEnd } from './using.ts';

/** The statements of one scope. */
export function statements(flow: Flow, nodes: readonly Node[]): void {
  disposeAtEnd(flow, nodes, () => {
    for (const node of nodes) statement(flow, node);
  });
}

/** `label`: of the loop that the statement is. */
export function statement(flow: Flow, node: Node, label?: string): void {
  switch (flow.kind(node)) {
    case K.Block:
      statements(flow, node.statements ?? []);
      return;
    case K.ExpressionStatement:
      expression(flow, node.expression!);
      return;
    case K.VariableStatement:
      declarations(flow, node.declarationList!);
      return;
    case K.IfStatement:
      ifStatement(flow, node);
      return;
    case K.WhileStatement:
      forLoop(flow, { test: node.expression, body: node.statement!, label });
      return;
    case K.ForStatement: {
      const { initializer, condition: test, incrementor } = node;
      forLoop(flow, { initializer, test, incrementor, body: node.statement!, label });
      return;
    }
    case K.DoStatement:
      doLoop(flow, node, label);
      return;
    case K.ForOfStatement:
    case K.ForInStatement:
      forOfOrIn(flow, node, label);
      return;
    case K.ReturnStatement:
      if (node.expression) expression(flow, node.expression);
      leave(flow, 0, flow.exit);
      return;
    case K.ThrowStatement:
      if (node.expression) expression(flow, node.expression);
      flow.goto(flow.handler ?? flow.exit);
      return;
    case K.BreakStatement:
    case K.ContinueStatement:
      breakOrContinue(flow, node);
      return;
    case K.LabeledStatement:
      labeled(flow, node);
      return;
    case K.SwitchStatement:
      switchStatement(flow, node);
      return;
    case K.TryStatement:
      tryStatement(flow, node);
      return;
    case K.ExportAssignment:
      if (node.expression) expression(flow, node.expression);
      return;
    case K.ModuleDeclaration:
      if (node.body && flow.kind(node.body) === K.ModuleBlock) statements(flow, node.body.statements ?? []);
      return;
    default:
      // Declarations of functions, classes and types, imports: nothing runs here.
      return;
  }
}

function labeled(flow: Flow, node: Node): void {
  const inner = node.statement!;
  const label = node.label?.text;
  if (isLoop(flow.facts.tree, inner)) {
    statement(flow, inner, label);
    return;
  }
  const after = flow.newBlock();
  within(flow, { label, breakTo: after, continueTo: undefined }, () => statement(flow, inner));
  flow.continueIn(after);
}
