import ts from 'typescript-classic';
import { functionOf, type Operator, type Program, statementsAround } from '../program.ts';

/** `const controller = new AbortController(); this.controller = controller; … controller.signal` → `this.controller.signal` */
const fieldInstead: Operator = {
  name: 'own value read again from the field',
  *mutants(program) {
    for (const declaration of program.all(ts.isVariableDeclaration)) {
      const statement = declaration.parent.parent;
      if (!ts.isVariableStatement(statement) || !ts.isIdentifier(declaration.name) || !declaration.initializer)
        continue;
      const siblings = statementsAround(statement);
      const kept = siblings
        .slice(siblings.indexOf(statement) + 1)
        .find((next) => isKept(next, declaration.name.getText()));
      if (!kept || !ts.isExpressionStatement(kept) || !ts.isBinaryExpression(kept.expression)) continue;
      const field = program.textOf(kept.expression.left);
      const uses = usesOf(program, declaration.name, kept.end);
      if (!uses.some((use) => isReadLater(program, kept.end, use))) continue;
      yield uses.map((use) =>
        program.replace(use, ts.isShorthandPropertyAssignment(use.parent) ? `${use.text}: ${field}!` : `${field}!`),
      );
    }
  },
};

/** Behind a suspension: until then the field holds what was put there in the same step. */
function isReadLater(program: Program, from: number, use: ts.Identifier): boolean {
  const around = functionOf(use);
  return program.nodes.some(
    (node) =>
      (ts.isAwaitExpression(node) || ts.isYieldExpression(node)) &&
      functionOf(node) === around &&
      node.getStart() >= from &&
      node.end <= use.getStart(),
  );
}

/** `const run = this.token.snapshot(); … run.cancelled` → `this.token.cancelled` */
const tokenInstead: Operator = {
  name: 'token instead of its snapshot',
  *mutants(program) {
    for (const call of program.all(ts.isCallExpression)) {
      const { expression, parent } = call;
      if (!ts.isPropertyAccessExpression(expression) || expression.name.text !== 'snapshot') continue;
      if (ts.isVariableDeclaration(parent)) yield [program.replace(call, program.textOf(expression.expression))];
    }
  },
};

/** `this.controller = controller;` */
function isKept(statement: ts.Statement, name: string): boolean {
  if (!ts.isExpressionStatement(statement) || !ts.isBinaryExpression(statement.expression)) return false;
  const { left, right, operatorToken } = statement.expression;
  return (
    operatorToken.kind === ts.SyntaxKind.EqualsToken &&
    ts.isPropertyAccessExpression(left) &&
    ts.isIdentifier(right) &&
    right.text === name
  );
}

function usesOf(program: Program, name: ts.Identifier, from: number): ts.Identifier[] {
  const around = functionOf(name);
  return program
    .all(ts.isIdentifier)
    .filter((use) => use.text === name.text && use.pos >= from && around && use.end <= around.end)
    .filter(
      ({ parent }) =>
        !(
          ts.isPropertyAccessExpression(parent) &&
          parent.name.text === name.text &&
          parent.expression.getText() !== name.text
        ),
    );
}

export const ownOperators: readonly Operator[] = [fieldInstead, tokenInstead];
