/** Whether anything of a program makes an object of a class: what nobody makes has no two invocations. */
import type { Callers } from './callers.ts';
import type { Facts, Fn, ThisOwner } from './facts/facts.ts';
import { unwrap } from './facts/shapes.ts';
import { mayName, moduleNameOf } from './module-names.ts';
import { K, type Node, textOf } from './syntax.ts';

/** The class whose object a function's `this` is; undefined in static members and plain functions. */
export function classOf(fn: Fn): ThisOwner | undefined {
  if (fn.self?.kind !== 'class') return undefined;
  let at: Fn | undefined = fn;
  while (at && !at.member) at = at.parent;
  return at?.member?.isStatic ? undefined : fn.self;
}

/**
 * An exported class that other files import as a type and nowhere as more: its object is optional everywhere and given by
 * none but tests. A class that no other file imports is left out: it may be what a package offers.
 */
export function isNeverMade(callers: Callers, facts: Facts, owner: ThisOwner): boolean {
  const { name, node, binding } = owner;
  if (!name || !(owner.exported || binding?.exported)) return false;
  // A decorated class may be made by a framework, a default one goes by any name.
  if ((node.modifiers ?? []).some((m) => /^(@|default)/.test(textOf(facts.tree, m)))) return false;
  if (facts.identifiers.has(name) || /\bnew this\b/.test(textOf(facts.tree, node))) return false;
  const file = moduleNameOf(facts);
  if (isOfferedWhole(callers, facts)) return false;
  let imported = false;
  for (const other of callers.filesWith(name, facts) ?? []) {
    const mentioning = callers.factsOf(other);
    if (!mentioning) continue;
    if (isValueIn(mentioning, name)) return false;
    imported ||= mentioning.bindings.some(
      ({ importedFrom: from }) => from?.name === name && mayName(from.module, file),
    );
  }
  return imported;
}

/**
 * Each object of the class is a local of the function that makes it, which only calls its methods and reads its properties:
 * no two invocations have the same one.
 */
export function isMadeForOneCall(callers: Callers, facts: Facts, owner: ThisOwner): boolean {
  const { name } = owner;
  const files = name ? callers.filesWith(name, facts) : undefined;
  if (!name || !files || isOfferedWhole(callers, facts) || /\bnew this\b/.test(textOf(facts.tree, owner.node)))
    return false;
  let isMade = false;
  for (const file of [undefined, ...files]) {
    const at = file === undefined ? facts : callers.factsOf(file);
    if (!at || (at !== facts && isHandedOn(at, name))) return false;
    const isOwn = (node: Node) => {
      const from = at.resolve(node)?.importedFrom;
      return at === facts || (!!from && mayName(from.module, moduleNameOf(facts)));
    };
    const named = (at.identifiers.get(name) ?? []).filter(isOwn);
    if (!named.every((node) => isLocalOfMaker(at, node))) return false;
    isMade ||= named.length > 0;
  }
  return isMade;
}

/** `const session = new Session(); await session.open();` */
function isLocalOfMaker(facts: Facts, name: Node): boolean {
  const { tree } = facts;
  const made = name.parent;
  if (tree.kind(made) !== K.NewExpression || made.expression !== name) return false;
  const binding = facts.bindings.find(({ init }) => init && unwrap(tree, init) === made);
  if (binding?.kind !== 'const' || binding.scope.fn.kind === 'module') return false;
  return facts
    .references(binding)
    .every(
      (use) =>
        use.parent.expression === use &&
        tree.kind(use.parent) === K.PropertyAccessExpression &&
        facts.functionOf(use) === binding.scope.fn,
    );
}

/** An index, or exported again as a whole: others may make what it offers. */
function isOfferedWhole(callers: Callers, facts: Facts): boolean {
  const file = moduleNameOf(facts);
  const near = callers.filesWith(`/${file}`, facts);
  return file === 'index' || !near || near.some((other) => isReexport(callers.textOf(other)));
}

/** `export * from './tracker'` */
function isReexport(text: string): boolean {
  return /^\s*export\s*\*/m.test(text);
}

function isValueIn(facts: Facts, name: string): boolean {
  return facts.identifiers.has(name) || isHandedOn(facts, name);
}

/** Exported again, or reached by its name in an object or a text. */
function isHandedOn({ tree, accesses }: Facts, name: string): boolean {
  if (accesses.has(name)) return true;
  return new RegExp(`\\bexport\\s*(type\\s*)?\\{[^}]*\\b${name}\\b|['"]${name}['"]`).test(tree.text);
}
