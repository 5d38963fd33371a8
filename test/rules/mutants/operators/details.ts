import ts from 'typescript-classic';
import { type Operator, type Program, statementsAround } from '../program.ts';

/** What makes a call atomic, idempotent or cancellable. */
const options: readonly string[] = ['flag', 'recursive', 'force', 'once', 'signal'];

const optionDropped: Operator = {
  name:
    'option dropped: ' +
    options
      .slice(0, 5)
      .map((name) => `\`${name}\``)
      .join(', '),
  *mutants(program) {
    for (const property of program.all(isOption)) {
      const object = property.parent as ts.ObjectLiteralExpression;
      if (!options.includes(property.name.getText()) || !ts.isCallExpression(object.parent)) continue;
      if (property.name.getText() === 'signal' && !isGiven(property)) continue;
      // Under a lock nobody comes in between, whatever the call does.
      if (isLocked(property)) continue;
      const rest = object.properties.filter((other) => other !== property).map((other) => program.textOf(other));
      if (rest.length > 0) yield [program.replace(object, `{ ${rest.join(', ')} }`)];
      else yield [argumentDropped(program, object.parent, object)];
    }
  },
};

const signalDropped: Operator = {
  name: 'signal not handed on',
  *mutants(program) {
    for (const call of program.all(ts.isCallExpression)) {
      const last = call.arguments.at(-1);
      if (last && ts.isIdentifier(last) && last.text === 'signal') yield [argumentDropped(program, call, last)];
    }
  },
};

const removal = /(^|\.)(removeEventListener|off|removeListener)$/;

const listenerKept: Operator = {
  name: 'removal of a listener deleted',
  *mutants(program) {
    for (const statement of program.all(ts.isExpressionStatement)) {
      const { expression } = statement;
      if (!ts.isCallExpression(expression) || !removal.test(expression.expression.getText())) continue;
      if (statementsAround(statement).length > 0) yield [program.replace(statement, '')];
    }
  },
};

const plainMemory: Operator = {
  name: '`Atomics` call is plain access',
  *mutants(program) {
    for (const call of program.all(ts.isCallExpression)) {
      const { expression, arguments: args } = call;
      if (!ts.isPropertyAccessExpression(expression) || expression.expression.getText() !== 'Atomics') continue;
      const [view = '', index = '', value = ''] = args.map((arg) => program.textOf(arg));
      const plain: Record<string, string> = {
        load: `${view}[${index}]!`,
        store: `(${view}[${index}] = ${value})`,
        add: `(${view}[${index}]! += ${value})`,
        sub: `(${view}[${index}]! -= ${value})`,
        or: `(${view}[${index}]! |= ${value})`,
        and: `(${view}[${index}]! &= ${value})`,
        exchange: `(${view}[${index}] = ${value})`,
      };
      const text = plain[expression.name.text];
      if (text) yield [program.replace(call, program.javascript ? text.replaceAll('!', '') : text)];
    }
  },
};

const groupFloats: Operator = {
  name: 'task of a `TaskGroup` floats',
  *mutants(program) {
    for (const { call } of program.calls(['TaskGroup'], 'spawn')) {
      const [task] = call.arguments;
      if (!task) continue;
      const started = `(${program.textOf(task)})(${ts.isFunctionLike(task) && task.parameters.length > 0 ? 'new AbortController().signal' : ''})`;
      const { parent } = call;
      yield [ts.isVoidExpression(parent) ? program.replace(parent, `void ${started}`) : program.replace(call, started)];
    }
    for (const { call } of program.calls(['TaskGroup'], 'every')) {
      const [ms, task] = call.arguments;
      if (!ms || !task) continue;
      const { parent } = call;
      const text = `setInterval(${program.textOf(task)}, ${program.textOf(ms)})`;
      yield [program.replace(ts.isVoidExpression(parent) ? parent : call, text)];
    }
  },
};

/** A signal that the function was given, or that its options hold. */
function isGiven(property: ts.PropertyAssignment | ts.ShorthandPropertyAssignment): boolean {
  const value = ts.isPropertyAssignment(property) ? property.initializer : property.name;
  const name = value.getText().split(/[.?!]/)[0] ?? '';
  for (let at: ts.Node | undefined = property; at; at = at.parent) {
    if (
      ts.isFunctionLike(at) &&
      at.parameters.some((parameter) => new RegExp(`\\b${name}\\b`).test(parameter.name.getText()))
    )
      return true;
  }
  return false;
}

function isLocked(node: ts.Node): boolean {
  for (let at: ts.Node = node; at.parent; at = at.parent) {
    const isRegion = ts.isCallExpression(at) && /(\.runExclusive|[wW]ithLock)$/.test(at.expression.getText());
    if (isRegion) return true;
  }
  return false;
}

function isOption(node: ts.Node): node is ts.PropertyAssignment | ts.ShorthandPropertyAssignment {
  return (
    (ts.isPropertyAssignment(node) || ts.isShorthandPropertyAssignment(node)) &&
    ts.isObjectLiteralExpression(node.parent)
  );
}

function argumentDropped(program: Program, call: ts.CallExpression, argument: ts.Expression) {
  const before = call.arguments[call.arguments.indexOf(argument) - 1];
  return before ? { start: before.end, end: argument.end, text: '' } : program.replace(argument, '');
}

export const detailOperators: readonly Operator[] = [
  optionDropped,
  signalDropped,
  listenerKept,
  plainMemory,
  groupFloats,
];
