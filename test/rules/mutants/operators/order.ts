import ts from 'typescript-classic';
import { type Edit, functionOf, type Operator, type Program, statementsAround, suspends } from '../program.ts';

/** `const value = await price(); this.sum += value` → `this.sum += await price()` */
const awaitBetween: Operator = {
  name: 'await moved between the read and the write',
  *mutants(program) {
    for (const { statement, next, declared, awaited } of awaitedBefore(program)) {
      if (!next || !declared || !ts.isExpressionStatement(next)) continue;
      const { expression } = next;
      if (!ts.isBinaryExpression(expression) || !isAssignment(expression.operatorToken.kind)) continue;
      const uses = identifiers(expression.right, declared);
      const [use] = uses;
      if (!use || uses.length > 1) continue;
      const target = program.textOf(expression.left);
      const compound = expression.operatorToken.kind !== ts.SyntaxKind.EqualsToken;
      const before = program.text.slice(expression.right.getStart(program.file), use.getStart(program.file));
      if (!compound && !before.includes(target)) continue;
      const value = compound && expression.right === use ? program.textOf(awaited) : `(${program.textOf(awaited)})`;
      yield [program.replace(statement, ''), program.replace(use, value)];
    }
  },
};

/** `await price(); const before = this.sold; this.sold = …` → the read first */
const readFirst: Operator = {
  name: 'await moved behind the check or the read',
  *mutants(program) {
    for (const { statement, next, rest, declared } of awaitedBefore(program)) {
      if (!next || suspends(next) || (declared && identifiers(next, declared).length > 0)) continue;
      if (ts.isVariableStatement(next)) {
        const [read] = next.declarationList.declarations;
        const from = read?.initializer && program.textOf(read.initializer);
        if (!from || !rest.some((later) => writes(program, later).includes(from))) continue;
      } else if (!ts.isIfStatement(next) || next.elseStatement || !isExit(next.thenStatement)) continue;
      else if (!looksAgain(program, next.expression)) continue;
      yield swapped(program, statement, next);
    }
  },
};

/** What others can change meanwhile, or a cancellation: not a value that is this call's own. */
function looksAgain(program: Program, condition: ts.Expression): boolean {
  const text = program.textOf(condition);
  if (/abort|cancel|isCurrent|isLatest/i.test(text)) return true;
  if (/\bthis\b/.test(text)) return true;
  return program.all(ts.isVariableDeclaration).some((variable) => {
    const list = variable.parent;
    const isConst = ts.isVariableDeclarationList(list) && (list.flags & ts.NodeFlags.Const) !== 0;
    const changes =
      !isConst ||
      (variable.initializer && /^(new (Weak)?Map|new (Weak)?Set|\{|\[)/.test(program.textOf(variable.initializer)));
    const outer = functionOf(variable) !== functionOf(condition);
    return changes && outer && ts.isIdentifier(variable.name) && identifiers(condition, variable.name.text).length > 0;
  });
}

/** `if (this.closed) return;` behind an `await`, `if (isAbort(error)) throw error` in a `catch` */
const recheckDeleted: Operator = {
  name: 're-check behind an `await` deleted',
  *mutants(program) {
    for (const check of program.all(ts.isIfStatement)) {
      if (check.elseStatement || !isExit(check.thenStatement) || suspends(check)) continue;
      if (!looksAgain(program, check.expression)) continue;
      const siblings = statementsAround(check);
      const before = siblings.slice(0, siblings.indexOf(check));
      const inCatch = ts.isCatchClause(check.parent.parent) && letsCancellationThrough(check.expression);
      if (inCatch || before.some(suspends)) yield [program.replace(check, '')];
    }
  },
};

/** `if (!signal.aborted) throw error` chooses among errors: without it there is one race no more. */
function letsCancellationThrough(condition: ts.Expression): boolean {
  return !ts.isPrefixUnaryExpression(condition) && /abort|cancel/i.test(condition.getText());
}

/** `if (this.current === mine) this.current = undefined` → without the `if` */
const comparisonDropped: Operator = {
  name: 'comparison of identity or generation dropped',
  *mutants(program) {
    for (const check of program.all(ts.isIfStatement)) {
      const { expression, thenStatement, elseStatement } = check;
      if (elseStatement || isExit(thenStatement) || !ts.isBinaryExpression(expression)) continue;
      if (expression.operatorToken.kind !== ts.SyntaxKind.EqualsEqualsEqualsToken) continue;
      if (
        ![expression.left, expression.right].every(
          (side) =>
            ts.isIdentifier(side) ||
            ts.isPropertyAccessExpression(side) ||
            ts.isElementAccessExpression(side) ||
            ts.isCallExpression(side),
        )
      )
        continue;
      if (looksAgain(program, expression)) yield [program.replace(check, program.textOf(thenStatement))];
    }
  },
};

/** `token.throwIfCancelled()`, `signal.throwIfAborted()` */
const signalUnchecked: Operator = {
  name: 'check of the signal deleted',
  *mutants(program) {
    for (const statement of program.all(ts.isExpressionStatement)) {
      if (/\bthrowIf(Aborted|Cancelled)\(\)$/.test(program.textOf(statement.expression)))
        yield [program.replace(statement, '')];
    }
  },
};

/** Statements that suspend, with what follows them in their list. */
function awaitedBefore(program: Program) {
  return program.nodes.flatMap((node) => {
    if (!ts.isExpressionStatement(node) && !ts.isVariableStatement(node)) return [];
    const [declaration] = ts.isVariableStatement(node) ? node.declarationList.declarations : [];
    const awaited = declaration ? declaration.initializer : (node as ts.ExpressionStatement).expression;
    if (!awaited || !ts.isAwaitExpression(awaited)) return [];
    const siblings = statementsAround(node);
    const [next, ...rest] = siblings.slice(siblings.indexOf(node) + 1);
    const declared = declaration && ts.isIdentifier(declaration.name) ? declaration.name.text : undefined;
    if (declaration && declared === undefined) return [];
    return [{ statement: node, next, rest, declared, awaited }];
  });
}

function swapped(program: Program, first: ts.Statement, second: ts.Statement): readonly Edit[] {
  return [program.replace(first, program.textOf(second)), program.replace(second, program.textOf(first))];
}

function identifiers(node: ts.Node, name: string): ts.Identifier[] {
  const found: ts.Identifier[] = [];
  const visit = (child: ts.Node): void => {
    if (ts.isIdentifier(child) && child.text === name) found.push(child);
    ts.forEachChild(child, visit);
  };
  visit(node);
  return found;
}

function writes(program: Program, statement: ts.Statement): string[] {
  if (!ts.isExpressionStatement(statement) || !ts.isBinaryExpression(statement.expression)) return [];
  const { left, operatorToken } = statement.expression;
  return isAssignment(operatorToken.kind) ? [program.textOf(left)] : [];
}

function isAssignment(kind: ts.SyntaxKind): boolean {
  return kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment;
}

function isExit(statement: ts.Statement): boolean {
  const last = ts.isBlock(statement) ? statement.statements.at(-1) : statement;
  return (
    last !== undefined && (ts.isReturnStatement(last) || ts.isThrowStatement(last) || ts.isContinueStatement(last))
  );
}

export const orderOperators: readonly Operator[] = [
  awaitBetween,
  readFirst,
  recheckDeleted,
  comparisonDropped,
  signalUnchecked,
];
