import ts from 'typescript-classic';
import type { Edit, Holder, Operator, Program } from '../program.ts';

/** Tasks in a collection, each taken out when it ends; whoever waits, waits until it is empty. */
const registryIsSet: Operator = {
  name: '`TaskRegistry` is a `Set` or `Map`',
  mutants: (program) =>
    mutants(program, { removes: true, waits: (on, all) => `while (${on}.size > 0) await Promise.allSettled(${all})` }),
};

const drainClears: Operator = {
  name: '`idle` is a wait for a copy, then a clear',
  mutants: (program) =>
    mutants(program, { removes: false, waits: (on, all) => `await Promise.allSettled(${all}); ${on}.clear()` }),
};

interface How {
  readonly removes: boolean;
  readonly waits: (on: string, all: string) => string;
}

function* mutants(program: Program, how: How): Iterable<readonly Edit[]> {
  for (const holder of program.holders.filter(({ primitive }) => primitive === 'TaskRegistry')) {
    const calls = program.calls(['TaskRegistry']).filter((use) => use.holder === holder);
    const keyed = calls.some(({ call }) => method(call) === 'track' && idOf(call) !== undefined);
    const edits = calls.map(({ call, on }) => {
      if (method(call) === 'track') return tracked(program, call, program.textOf(on), how.removes);
      if (method(call) === 'idle' || method(call) === 'close')
        return waited(program, call, program.textOf(on), keyed, how);
      return 'kept';
    });
    if (!edits.some((edit) => typeof edit === 'object') || edits.includes(undefined)) continue;
    // Without a wait that is a statement there is no place for a clear.
    if (!how.removes && !calls.some(({ call }) => isAlone(call))) continue;
    yield [collection(program, holder, keyed), ...edits.filter((edit) => typeof edit === 'object')];
  }
}

function collection(program: Program, { made }: Holder, keyed: boolean): Edit {
  const [id = 'string', value = 'unknown'] = made.typeArguments?.map((type) => program.textOf(type)) ?? [];
  const types = keyed ? `<${id}, Promise<${value}>>` : '<Promise<unknown>>';
  return program.replace(made, `new ${keyed ? 'Map' : 'Set'}${program.javascript ? '' : types}()`);
}

function tracked(program: Program, call: ts.CallExpression, on: string, removes: boolean): Edit | undefined {
  const [task] = call.arguments;
  if (!task) return undefined;
  const id = idOf(call);
  const promise = ts.isArrowFunction(task) ? `(${program.textOf(task)})()` : program.textOf(task);
  const keep = (name: string) => {
    const key = id === undefined ? name : program.textOf(id);
    const added = id === undefined ? `${on}.add(${name});` : `${on}.set(${key}, ${name});`;
    return removes ? `${added} void ${name}.finally(() => ${on}.delete(${key}));` : added;
  };
  const { parent } = call;
  if (ts.isVariableDeclaration(parent) && ts.isVariableStatement(parent.parent.parent)) {
    const name = parent.name.getText();
    return program.replace(parent.parent.parent, `const ${name} = ${promise}; ${keep(name)}`);
  }
  const dropped = ts.isVoidExpression(parent) ? parent : call;
  const text = ts.isIdentifier(task) ? `{ ${keep(task.text)} }` : `{ const task = ${promise}; ${keep('task')} }`;
  const isBody = ts.isArrowFunction(dropped.parent) && dropped.parent.body === dropped;
  if (isBody) return program.replace(dropped, text);
  return ts.isExpressionStatement(dropped.parent) ? program.replace(dropped.parent, text) : undefined;
}

function waited(
  program: Program,
  call: ts.CallExpression,
  on: string,
  keyed: boolean,
  { waits }: How,
): Edit | undefined {
  const all = keyed ? `[...${on}.values()]` : `[...${on}]`;
  const { parent } = call;
  if (!ts.isAwaitExpression(parent)) return program.replace(call, `Promise.allSettled(${all})`);
  if (ts.isExpressionStatement(parent.parent)) return program.replace(parent.parent, `${waits(on, all)};`);
  const failures = `(await Promise.allSettled(${all})).flatMap((end) => (end.status === 'rejected' ? [end.reason] : []))`;
  return program.replace(parent, failures);
}

function isAlone(call: ts.CallExpression): boolean {
  const { parent } = call;
  return (
    ['idle', 'close'].includes(method(call)) && ts.isAwaitExpression(parent) && ts.isExpressionStatement(parent.parent)
  );
}

function method({ expression }: ts.CallExpression): string {
  return ts.isPropertyAccessExpression(expression) ? expression.name.text : '';
}

function idOf(call: ts.CallExpression): ts.Node | undefined {
  const options = call.arguments[1];
  if (!options || !ts.isObjectLiteralExpression(options)) return undefined;
  const id = options.properties.find((property) => property.name?.getText() === 'id');
  if (!id) return undefined;
  return ts.isPropertyAssignment(id) ? id.initializer : id.name;
}

export const registryOperators: readonly Operator[] = [registryIsSet, drainClears];
