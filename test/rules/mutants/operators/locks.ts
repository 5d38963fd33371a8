import ts from 'typescript-classic';
import { apply, type Edit, functionOf, type Operator, type Program, statementsAround } from '../program.ts';

type Function = ts.ArrowFunction | ts.FunctionExpression;

/** Calls of `runExclusive` with the function they run under the lock, and the statement that the call alone makes up. */
function regions(program: Program) {
  return program.all(ts.isCallExpression).flatMap((call) => {
    const { expression, arguments: args } = call;
    if (!ts.isPropertyAccessExpression(expression) || expression.name.text !== 'runExclusive') return [];
    const fn = args.find((arg): arg is Function => ts.isArrowFunction(arg) || ts.isFunctionExpression(arg));
    if (fn === undefined) return [];
    const whole = ts.isAwaitExpression(call.parent) ? call.parent : call;
    const { parent } = whole;
    const statement = ts.isExpressionStatement(parent) || ts.isReturnStatement(parent) ? parent : undefined;
    return [{ call, fn, whole, statement }];
  });
}

const lockRemoved: Operator = {
  name: 'lock removed',
  *mutants(program) {
    for (const { call, fn, whole, statement } of regions(program)) {
      if (ts.isBlock(fn.body)) yield [unlocked(program, call, fn.body, statement)];
      else yield [program.replace(whole, `(${program.textOf(fn.body)})`)];
    }
  },
};

/** The body where the call of the lock was: as a block where that means the same, else as a function that is called. */
function unlocked(
  program: Program,
  call: ts.CallExpression,
  body: ts.Block,
  statement: ts.Statement | undefined,
): Edit {
  const text = program.textOf(body);
  const returns = program.all(ts.isReturnStatement).filter((node) => functionOf(node) === body.parent);
  const endsAlike = returns.length === 0 || (isLast(statement) && returns.every(({ expression }) => !expression));
  if (statement && (ts.isReturnStatement(statement) || endsAlike)) {
    return program.replace(statement, needsBlock(program, statement, body) ? text : text.slice(1, -1));
  }
  if (statement && returns.every(({ expression }) => !expression) && isLastInLoop(statement)) {
    const start = body.getStart(program.file);
    const inner = returns.map((node) => ({ ...program.replace(node, 'continue;') }));
    const edits = inner.map((edit) => ({ ...edit, start: edit.start - start, end: edit.end - start }));
    return program.replace(statement, apply(text, edits));
  }
  const [only] = returns;
  const declaration = ts.isAwaitExpression(call.parent) ? call.parent.parent : undefined;
  if (
    returns.length === 1 &&
    only?.expression &&
    only.parent === body &&
    declaration &&
    ts.isVariableDeclaration(declaration)
  ) {
    const before = program.text.slice(body.getStart(program.file), only.getStart(program.file));
    const result = `let unlocked; ${before} unlocked = ${program.textOf(only.expression)}; }`;
    const variable = declaration.parent.parent;
    if (ts.isVariableStatement(variable)) {
      return program.replace(variable, `${result} const ${declaration.name.getText()} = unlocked;`);
    }
  }
  return program.replace(call.parent, `await (async () => ${text})()`);
}

/** The last statement of its function: a `return` there goes on with nothing. */
function isLast(statement: ts.Statement | undefined): boolean {
  const siblings = statement ? statementsAround(statement) : [];
  const parent = statement?.parent.parent;
  return siblings.at(-1) === statement && !!parent && ts.isFunctionLike(parent);
}

function isLastInLoop(statement: ts.Statement): boolean {
  const loop = statement.parent.parent;
  return statementsAround(statement).at(-1) === statement && ts.isIterationStatement(loop, false);
}

/** A name of the body is taken around it. */
function needsBlock(program: Program, statement: ts.Statement, body: ts.Block): boolean {
  const around = functionOf(statement);
  const names = (of: ts.Node | undefined, below: ts.Node) =>
    program
      .all(
        (node): node is ts.VariableDeclaration | ts.BindingElement =>
          ts.isVariableDeclaration(node) || ts.isBindingElement(node),
      )
      .filter((node) => functionOf(node) === of && isWithin(node, below))
      .map(({ name }) => name.getText());
  const taken = new Set(names(around, around ?? program.file));
  return names(body.parent, body).some((name) => taken.has(name));
}

function isWithin(node: ts.Node, outer: ts.Node): boolean {
  return outer.pos <= node.pos && node.end <= outer.end;
}

const checkOutside: Operator = {
  name: 'check moved out of the lock',
  *mutants(program) {
    for (const { fn, statement } of regions(program)) {
      if (!statement || !ts.isBlock(fn.body) || fn.body.statements.length < 2) continue;
      const [first] = fn.body.statements;
      const read =
        first && ts.isVariableStatement(first) ? first.declarationList.declarations[0]?.initializer : undefined;
      if (!first || !read || ts.isObjectLiteralExpression(read) || ts.isArrayLiteralExpression(read)) continue;
      const text = program.textOf(first);
      const start = statement.getStart(program.file);
      yield [{ start, end: start, text: `${text}\n` }, program.replace(first, '')];
    }
  },
};

const notDisposed: Operator = {
  name: '`using` is a plain `const`',
  *mutants(program) {
    for (const list of program.all(ts.isVariableDeclarationList)) {
      const [first] = list.declarations;
      if (!(list.flags & ts.NodeFlags.Using) || !first) continue;
      yield [{ start: list.getStart(program.file), end: first.getStart(program.file), text: 'const ' }];
    }
  },
};

/** Calls that end what others wait for, or that stays for ever: a lock, a scope, a listener. */
const givesBack = /\b(release|unlock|leave|exit|free|dispose|asyncDispose|close|removeEventListener|off|return)\b\]?\(/;

/** `finally` blocks that give something back. */
function finallies(program: Program) {
  return program.all(ts.isTryStatement).flatMap((statement) => {
    const { finallyBlock } = statement;
    return finallyBlock && givesBack.test(program.textOf(finallyBlock)) ? [{ statement, finallyBlock }] : [];
  });
}

const finallyDropped: Operator = {
  name: '`finally` dropped: what it does follows the block',
  *mutants(program) {
    for (const { statement, finallyBlock } of finallies(program)) {
      const ending = program.textOf(finallyBlock).slice(1, -1).trim();
      const { catchClause, tryBlock } = statement;
      if (catchClause) {
        yield [{ start: catchClause.end, end: finallyBlock.end, text: ` ${ending}` }];
        continue;
      }
      const last = tryBlock.statements.at(-1);
      const inner = program.textOf(tryBlock).slice(1, -1);
      if (!last || !ts.isReturnStatement(last)) {
        yield [program.replace(statement, `{ ${inner} ${ending} }`)];
        continue;
      }
      const before = inner.slice(0, last.getStart(program.file) - tryBlock.getStart(program.file) - 1);
      const value = last.expression && program.textOf(last.expression);
      const kept = value === undefined || /^\w+$/.test(value);
      const rest = kept ? `${ending} return ${value ?? ''};` : `const result = ${value}; ${ending} return result;`;
      yield [program.replace(statement, `{ ${before} ${rest} }`)];
    }
  },
};

const finallyEmptied: Operator = {
  name: '`finally` deleted',
  *mutants(program) {
    for (const { statement, finallyBlock } of finallies(program)) {
      const rest: Edit = statement.catchClause
        ? { start: statement.catchClause.end, end: finallyBlock.end, text: '' }
        : program.replace(statement, program.textOf(statement.tryBlock));
      yield [rest];
    }
  },
};

export const lockOperators: readonly Operator[] = [
  lockRemoved,
  checkOutside,
  notDisposed,
  finallyDropped,
  finallyEmptied,
];
