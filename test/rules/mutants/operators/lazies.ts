import ts from 'typescript-classic';
import type { Edit, Holder, Operator, Program } from '../program.ts';
import { storageInstead } from './storage.ts';

const lazyIsField: Operator = {
  name: '`Lazy` is a plain field',
  *mutants(program) {
    for (const holder of program.holders.filter(({ primitive }) => primitive === 'Lazy')) {
      const [type] = holder.made.typeArguments ?? [];
      const isFlag = type?.kind === ts.SyntaxKind.VoidKeyword;
      const declared = isFlag
        ? storageInstead(program, holder, 'boolean', 'false')
        : storageInstead(program, holder, `${type ? program.textOf(type) : 'unknown'} | undefined`, undefined);
      if (!declared) continue;
      const plain = uses(program, holder, (use) => field(program, isFlag, use));
      const gets = uses(program, holder, (use) => fieldGet(program, holder, isFlag, plain, use));
      yield [...declared, ...gets, ...plain];
    }
  },
};

const keyedLazyIsMap: Operator = {
  name: '`KeyedLazy` is a `Map`',
  *mutants(program) {
    for (const holder of program.holders.filter(({ primitive }) => primitive === 'KeyedLazy')) {
      const map = program.replace(holder.made.expression, 'Map');
      const plain = uses(program, holder, (use) => entry(program, use));
      const gets = uses(program, holder, (use) => entryGet(program, plain, use));
      yield [map, ...gets, ...plain];
    }
  },
};

interface Use {
  readonly on: string;
  readonly access: ts.PropertyAccessExpression;
  readonly call: ts.CallExpression | undefined;
}

function uses(program: Program, holder: Holder, edit: (use: Use) => Edit | undefined): Edit[] {
  return program.all(ts.isPropertyAccessExpression).flatMap((access) => {
    const on = access.expression;
    const name = ts.isIdentifier(on) ? on.text : ts.isPropertyAccessExpression(on) ? on.name.text : undefined;
    if (name !== holder.name) return [];
    const call = ts.isCallExpression(access.parent) && access.parent.expression === access ? access.parent : undefined;
    return edit({ on: program.textOf(on), access, call }) ?? [];
  });
}

function field(program: Program, isFlag: boolean, { on, access, call }: Use): Edit | undefined {
  switch (access.name.text) {
    case 'settled':
      return program.replace(access, isFlag ? on : `(${on} !== undefined)`);
    case 'peek':
      return call && program.replace(call, on);
    case 'reset':
      return call && program.replace(call, `${on} = ${isFlag ? 'false' : 'undefined'}`);
    case 'set':
      return call && program.replace(call, `${on} = ${isFlag ? 'true' : argument(program, call, 0)}`);
    default:
      return undefined;
  }
}

function fieldGet(
  program: Program,
  holder: Holder,
  isFlag: boolean,
  plain: readonly Edit[],
  { on, access, call }: Use,
): Edit | undefined {
  if (!call || access.name.text !== 'get') return undefined;
  const made = resultOf(program, call.arguments[0] ?? holder.made.arguments?.[0], plain);
  const set = isFlag ? `await ${made}; ${on} = true;` : `${on} = await ${made};`;
  return asStatement(program, call, `if (!${on}) { ${set} }`, on) ?? whole(program, call, `(${on} ??= await ${made})`);
}

function entry(program: Program, { access }: Use): Edit | undefined {
  return access.name.text === 'peek' ? program.replace(access.name, 'get') : undefined;
}

function entryGet(program: Program, plain: readonly Edit[], { on, access, call }: Use): Edit | undefined {
  if (!call || access.name.text !== 'get') return undefined;
  const key = argument(program, call, 0);
  const made = resultOf(program, call.arguments[1], plain);
  const find = `let found = ${on}.get(${key}); if (!found) { found = await ${made}; ${on}.set(${key}, found); }`;
  const alone = `if (!${on}.has(${key})) { ${on}.set(${key}, await ${made}); }`;
  return asStatement(program, call, find, 'found', alone);
}

/** Where the awaited call makes up a statement: `before`, then the statement with `value` in place of the call. */
function asStatement(
  program: Program,
  call: ts.CallExpression,
  before: string,
  value: string,
  alone = before,
): Edit | undefined {
  const awaited = ts.isAwaitExpression(call.parent) ? call.parent : call;
  const { parent } = awaited;
  if (ts.isReturnStatement(parent)) return program.replace(parent, `{ ${before} return ${value}; }`);
  if (awaited === call) return undefined;
  if (ts.isExpressionStatement(parent)) return program.replace(parent, alone);
  if (!ts.isVariableDeclaration(parent) || !ts.isVariableStatement(parent.parent.parent)) return undefined;
  const renamed = value === 'found' ? before.replaceAll(/\bfound\b/g, parent.name.getText()) : before;
  const kept = value === 'found' ? '' : ` const ${parent.name.getText()} = ${value};`;
  return program.replace(parent.parent.parent, `${renamed}${kept}`);
}

function whole(program: Program, call: ts.CallExpression, text: string): Edit {
  return program.replace(ts.isAwaitExpression(call.parent) ? call.parent : call, text);
}

/** What a function without parameters returns, as an expression. */
function resultOf(program: Program, fn: ts.Expression | undefined, edits: readonly Edit[]): string {
  if (fn === undefined) return 'undefined';
  if (ts.isArrowFunction(fn) && !ts.isBlock(fn.body)) return program.textWith(fn.body, edits);
  return `(${program.textWith(fn, edits)})()`;
}

function argument(program: Program, call: ts.CallExpression, index: number): string {
  const node = call.arguments[index];
  return node ? program.textOf(node) : 'undefined';
}

export const lazyOperators: readonly Operator[] = [lazyIsField, keyedLazyIsMap];
