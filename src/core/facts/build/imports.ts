/** Names that a file imports. */
import type { Node } from '../../syntax.ts';
import { K } from '../../syntax.ts';
import type { Scope } from '../facts.ts';
import { bind } from './names.ts';
import type { Walk } from './walk.ts';

export function visitImport(walk: Walk, node: Node, scope: Scope): void {
  const module = node.moduleSpecifier?.text ?? '';
  const clause = node.importClause;
  if (!clause) return;
  if (clause.name) bindImport(walk, clause.name, clause, scope, module, 'default');
  const named = clause.namedBindings;
  if (!named) return;
  if (walk.kind(named) === K.NamespaceImport && named.name) bindImport(walk, named.name, named, scope, module, '*');
  for (const specifier of named.elements ?? []) {
    if (!specifier.name) continue;
    const name = (specifier.propertyName ?? specifier.name).text ?? '';
    bindImport(walk, specifier.name, specifier, scope, module, name);
  }
}

/** `import fs = require('fs')` */
export function visitImportEquals(walk: Walk, node: Node, scope: Scope): void {
  const module = node.moduleReference?.expression?.text ?? '';
  if (node.name) bindImport(walk, node.name, node, scope, module, '*');
}

function bindImport(walk: Walk, ident: Node, declaration: Node, scope: Scope, module: string, name: string): void {
  bind(walk, ident, 'import', declaration, scope, { importedFrom: { module, name } });
}
