/** What other files can reach: exported names, and the classes and objects behind them. */
import type { Node } from '../../syntax.ts';
import { K } from '../../syntax.ts';
import type { Binding, Scope, ThisOwner } from '../facts.ts';
import { unwrap } from '../shapes.ts';
import { visit } from './visit.ts';
import type { Walk } from './walk.ts';

/** Marks what the walk has met exports of, once all names of the module's scope are known. */
export function markExports(walk: Walk, module: Scope): void {
  for (const name of walk.exportedNames) {
    const binding = module.names.get(name);
    if (binding) markExported(walk, binding);
  }
}

function markExported(walk: Walk, binding: Binding): void {
  binding.exported = true;
  const held = binding.kind === 'class' ? binding.declaration : binding.init;
  const owner = held && walk.ownerByNode.get(unwrap(walk.tree, held));
  if (owner) owner.exported = true;
  // `export const service = new Service()` makes the class reachable through its instance.
  if (!binding.init || walk.kind(binding.init) !== K.NewExpression) return;
  const callee = binding.init.expression;
  if (!callee || walk.kind(callee) !== K.Identifier) return;
  const cls = lookup(binding.scope, callee.text ?? '');
  const constructed = cls && walk.ownerByNode.get(cls.declaration);
  if (constructed) constructed.exported = true;
}

function lookup(from: Scope, name: string): Binding | undefined {
  for (let scope: Scope | undefined = from; scope; scope = scope.parent) {
    const binding = scope.names.get(name);
    if (binding) return binding;
  }
  return undefined;
}

export function exportLater(walk: Walk, name: string): void {
  walk.hasExports = true;
  walk.exportedNames.add(name);
}

/** `export const a = …, { b } = …` */
export function exportVariables(walk: Walk, list: Node | undefined): void {
  walk.hasExports = true;
  for (const d of list?.declarations ?? []) exportNames(walk, d.name);
}

function exportNames(walk: Walk, name: Node | undefined): void {
  if (!name) return;
  if (walk.kind(name) === K.Identifier) exportLater(walk, name.text ?? '');
  else for (const element of name.elements ?? []) exportNames(walk, element.name);
}

/** `export { a, b as c }`; what is only passed on from another module is no name of this one. */
export function noteExportDeclaration(walk: Walk, node: Node): void {
  walk.hasExports = true;
  if (node.moduleSpecifier) return;
  for (const specifier of node.exportClause?.elements ?? [])
    walk.exportedNames.add((specifier.propertyName ?? specifier.name)?.text ?? '');
}

/** `export default a`, `export = new A()` */
export function visitExportAssignment(walk: Walk, node: Node, scope: Scope, self: ThisOwner | undefined): void {
  walk.hasExports = true;
  if (!node.expression) return;
  visit(walk, node.expression, scope, self);
  const value = unwrap(walk.tree, node.expression);
  if (walk.kind(value) === K.Identifier) walk.exportedNames.add(value.text ?? '');
  const owner = walk.ownerByNode.get(value);
  if (owner) owner.exported = true;
  if (walk.kind(value) === K.NewExpression && value.expression?.text) walk.exportedNames.add(value.expression.text);
}

/** `module.exports = x`, `exports.a = x`, `module.exports.a = x` in JavaScript and CommonJS TypeScript. */
export function noteCommonJsExport(walk: Walk, node: Node): void {
  if (!node.left || !node.operatorToken || walk.kind(node.operatorToken) !== K.EqualsToken) return;
  const target = walk.tree.text.slice(node.left.pos, node.left.end).trim();
  if (!/^(module\s*\.\s*)?exports\b/.test(target)) return;
  walk.hasExports = true;
  const value = node.right && unwrap(walk.tree, node.right);
  if (!value) return;
  if (walk.kind(value) === K.Identifier) walk.exportedNames.add(value.text ?? '');
  for (const property of value.properties ?? []) {
    const held = property.initializer ?? property.name;
    if (held && walk.kind(held) === K.Identifier) walk.exportedNames.add(held.text ?? '');
  }
}
