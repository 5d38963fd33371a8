/** Whether a program has any use for a function: one that is there for its tests begins nothing. */
import type { Callers } from './callers.ts';
import { uses } from './facts/callgraph.ts';
import type { Facts, Fn } from './facts/facts.ts';
import { wrapped } from './facts/shapes.ts';
import { mayName, moduleNameOf } from './module-names.ts';
import { K, textOf } from './syntax.ts';

/**
 * Of the files that import the function's module none but tests names it, and nothing in the module has a use for it. A
 * function of a file that nobody imports is left out, as is one that `export *` passes on: it may be what a package
 * offers.
 */
export function isUnused(callers: Callers, facts: Facts, fn: Fn): boolean {
  const { name } = fn;
  if (!name || fn.member || fn.parent?.kind !== 'module' || !goesByItsName(facts, fn)) return false;
  if (uses(facts, fn).length || facts.identifiers.has(name)) return false;
  const file = moduleNameOf(facts);
  const near = callers.filesWith(`/${file}`, facts);
  const named = callers.filesWith(name, facts);
  if (file === 'index' || !near || !named || near.some((other) => named.includes(other))) return false;
  const imports = near.flatMap((other) => importsOf(callers.factsOf(other), file));
  return imports.length > 0 && !imports.includes('all on');
}

/** How a file brings in those called so: by name, or to pass all of it on. */
function importsOf(facts: Facts | undefined, file: string): ('by name' | 'all on')[] {
  if (!facts) return [];
  const { tree } = facts;
  return (tree.root.statements ?? [])
    .filter(({ moduleSpecifier }) => mayName(moduleSpecifier?.text, file))
    .map((node) => {
      const isStar = tree.kind(node) === K.ExportDeclaration && !node.exportClause?.elements;
      return isStar ? 'all on' : 'by name';
    });
}

/** Exported where it is declared, or not at all. */
function goesByItsName(facts: Facts, { name, node }: Fn): boolean {
  const { tree } = facts;
  const { parent } = wrapped(tree, node);
  const statement = tree.kind(node) === K.FunctionDeclaration ? node : parent?.parent?.parent;
  const words = (statement?.modifiers ?? []).map((m) => textOf(tree, m));
  if (words.includes('default')) return false;
  return words.includes('export') || !facts.lookup(name!, node.parent)?.exported;
}
