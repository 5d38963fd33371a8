/** Which function of Node's file and process modules, or of a package that stands in for them, a call calls. */
import type { Binding, Facts } from '../facts/facts.ts';
import { calleeName, unawaited, unwrap } from '../facts/shapes.ts';
import { K, type Node } from '../syntax.ts';

export interface ModuleFunction {
  readonly module: 'fs' | 'child_process';
  /** As the module calls it: `writeFileSync`. */
  readonly name: string;
}

const modules: ReadonlyMap<string, ModuleFunction['module']> = new Map([
  ['fs', 'fs'],
  ['fs/promises', 'fs'],
  ['fs-extra', 'fs'],
  ['graceful-fs', 'fs'],
  ['path-exists', 'fs'],
  ['child_process', 'child_process'],
  ['execa', 'child_process'],
  ['cross-spawn', 'child_process'],
]);

const specifier = new RegExp(`["'\`](?:node:)?(?:${[...modules.keys()].join('|')})["'\`]`);
const naming = new WeakMap<Facts, boolean>();

/** Otherwise nothing in the file can be one of their functions. */
export function namesModule(facts: Facts): boolean {
  let answer = naming.get(facts);
  if (answer === undefined) {
    answer = specifier.test(facts.tree.text);
    naming.set(facts, answer);
  }
  return answer;
}

export function moduleFunction(facts: Facts, call: Node): ModuleFunction | undefined {
  if (!namesModule(facts)) return undefined;
  const callee = call.expression && unwrap(facts.tree, call.expression);
  return callee && functionAt(facts, callee, 0);
}

/** `writeFile`, `fs.writeFile`, `fs.promises.writeFile`, `promisify(execFile)`. */
function functionAt(facts: Facts, node: Node, depth: number): ModuleFunction | undefined {
  const { tree } = facts;
  const inner = unwrap(tree, node);
  switch (tree.kind(inner)) {
    case K.PropertyAccessExpression: {
      const module = moduleAt(facts, inner.expression!, depth);
      return module && { module, name: inner.name?.text ?? '' };
    }
    case K.CallExpression:
      return calleeName(tree, inner) === 'promisify' && inner.arguments?.[0]
        ? functionAt(facts, inner.arguments[0], depth + 1)
        : undefined;
    case K.Identifier: {
      const binding = facts.resolve(inner);
      if (!binding || depth > 3) return undefined;
      const from = importOf(facts, binding);
      if (from) return from.name === '*' ? wholeAsFunction(from.module, binding) : from;
      const { init, path } = binding;
      if (!init || !path || !facts.isConstant(binding)) return undefined;
      if (!path.length) return functionAt(facts, init, depth + 1);
      const module = path.length === 1 ? moduleAt(facts, init, depth + 1) : undefined;
      return module && { module, name: path[0]! };
    }
    default:
      return undefined;
  }
}

/** `execa(…)`, `spawn(…)` of cross-spawn: the module is the function. */
function wholeAsFunction(module: ModuleFunction['module'], binding: Binding): ModuleFunction | undefined {
  const isFunction = module === 'child_process' || /exists/i.test(binding.name);
  return isFunction ? { module, name: binding.name } : undefined;
}

/** What an import or a `require` gives; `*` for the module itself. */
function importOf(facts: Facts, { importedFrom, init, path }: Binding): ModuleFunction | undefined {
  if (importedFrom) {
    const module = known(importedFrom.module);
    const name = importedFrom.name;
    return module && { module, name: name === 'default' || name === 'promises' ? '*' : name };
  }
  const module = init && path ? required(facts, init) : undefined;
  const [name = '*', more] = path ?? [];
  return module && { module, name: more ?? (name === 'promises' ? '*' : name) };
}

function moduleAt(facts: Facts, node: Node, depth: number): ModuleFunction['module'] | undefined {
  const { tree } = facts;
  const inner = unwrap(tree, node);
  if (tree.kind(inner) === K.PropertyAccessExpression)
    return inner.name?.text === 'promises' ? moduleAt(facts, inner.expression!, depth + 1) : undefined;
  if (tree.kind(inner) !== K.Identifier) return required(facts, inner);
  const binding = facts.resolve(inner);
  if (!binding || depth > 3) return undefined;
  const from = importOf(facts, binding);
  if (from) return from.name === '*' ? from.module : undefined;
  return binding.init && binding.path?.length === 0 && facts.isConstant(binding)
    ? moduleAt(facts, binding.init, depth + 1)
    : undefined;
}

/** `require('fs')`, `require('node:fs').promises`, `await import('node:fs')`. */
function required({ tree }: Facts, node: Node): ModuleFunction['module'] | undefined {
  let inner = unawaited(tree, node);
  if (tree.kind(inner) === K.PropertyAccessExpression && inner.name?.text === 'promises') inner = inner.expression!;
  if (tree.kind(inner) !== K.CallExpression) return undefined;
  const callee = inner.expression!;
  const loads = tree.kind(callee) === K.ImportKeyword || callee.text === 'require';
  return loads ? known(inner.arguments?.[0]?.text ?? '') : undefined;
}

function known(specifier: string): ModuleFunction['module'] | undefined {
  return modules.get(specifier.replace(/^node:/, ''));
}
