/** The names that a file imports at its top level, by specifier: what is known of an import that can't be resolved. */
import { isBuiltin } from 'node:module';
import { K, type Node, type SourceTree } from '../../core/syntax.ts';

export interface Import {
  readonly specifier: string;
  /** The exported name; undefined for the module itself (a default or namespace import). */
  readonly imported: string | undefined;
  /** `pos` of the node that declares the local name. */
  readonly pos: number;
}

type Add = (name: Node | undefined, at: Node, specifier: string | undefined, imported?: string) => void;

const known = new WeakMap<SourceTree, ReadonlyMap<string, Import>>();

/** By local name. */
export function importsOf(tree: SourceTree): ReadonlyMap<string, Import> {
  let imports = known.get(tree);
  if (!imports) {
    imports = collect(tree);
    known.set(tree, imports);
  }
  return imports;
}

function collect(tree: SourceTree): Map<string, Import> {
  const imports = new Map<string, Import>();
  const add: Add = (name, at, specifier, imported) => {
    if (!name?.text || !specifier) return;
    imports.set(name.text, { specifier, imported: imported === 'default' ? undefined : imported, pos: at.pos });
  };
  for (const statement of tree.root.statements ?? []) {
    const kind = tree.kind(statement);
    if (kind === K.ImportDeclaration) addClause(tree, statement, add);
    else if (kind === K.ImportEqualsDeclaration) {
      add(statement.name, statement, statement.moduleReference?.expression?.text);
    } else if (kind === K.VariableStatement) {
      for (const declaration of statement.declarationList?.declarations ?? []) addRequire(tree, declaration, add);
    }
  }
  return imports;
}

function addClause(tree: SourceTree, statement: Node, add: Add): void {
  const specifier = statement.moduleSpecifier?.text;
  const clause = statement.importClause;
  if (!clause) return;
  add(clause.name, clause, specifier);
  const bindings = clause.namedBindings;
  if (!bindings) return;
  if (tree.kind(bindings) === K.NamespaceImport) add(bindings.name, bindings, specifier);
  else addElements(bindings, specifier, add);
}

/** `const fs = require('fs')`, `const { join } = require('path')`. */
function addRequire(tree: SourceTree, declaration: Node, add: Add): void {
  const call = declaration.initializer;
  if (!call || tree.kind(call) !== K.CallExpression || call.expression?.text !== 'require') return;
  const specifier = call.arguments?.[0]?.text;
  const { name } = declaration;
  if (name && tree.kind(name) === K.ObjectBindingPattern) addElements(name, specifier, add);
  else add(name, declaration, specifier);
}

function addElements(bindings: Node, specifier: string | undefined, add: Add): void {
  for (const element of bindings.elements ?? []) {
    add(element.name, element, specifier, (element.propertyName ?? element.name)?.text);
  }
}

/** `fs.promises` is `fs/promises`: the submodule that is also a member of its parent. */
export function memberModule(specifier: string, path: readonly string[]): { module: string; path: readonly string[] } {
  const [first, ...rest] = path;
  if (!first || !isBuiltin(`${specifier}/${first}`)) return { module: specifier, path };
  return { module: `${specifier}/${first}`, path: rest };
}
