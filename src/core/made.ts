/** Whether anything of a program makes an object of a class: what nobody makes has no two invocations. */
import type { Callers } from './callers.ts';
import type { Facts, Fn, ThisOwner } from './facts/facts.ts';
import { textOf } from './syntax.ts';

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
  const file = /([^/]*?)(\.[cm]?[jt]sx?)?$/.exec(facts.tree.fileName)![1]!;
  const near = callers.filesWith(`/${file}`, facts);
  if (file === 'index' || !near || near.some((other) => isReexport(callers.textOf(other)))) return false;
  let imported = false;
  for (const other of callers.filesWith(name, facts) ?? []) {
    const mentioning = callers.factsOf(other);
    if (!mentioning) continue;
    if (isValueIn(mentioning, name)) return false;
    imported ||= mentioning.bindings.some(
      ({ importedFrom: from }) => from?.name === name && endsWith(from.module, file),
    );
  }
  return imported;
}

/** `export * from './tracker'` */
function isReexport(text: string): boolean {
  return /^\s*export\s*\*/m.test(text);
}

function isValueIn({ tree, identifiers, accesses }: Facts, name: string): boolean {
  if (identifiers.has(name) || accesses.has(name)) return true;
  return new RegExp(`\\bexport\\s*(type\\s*)?\\{[^}]*\\b${name}\\b|['"]${name}['"]`).test(tree.text);
}

/** `./core/tracker`, `@/core/tracker.js` */
function endsWith(module: string, file: string): boolean {
  return module.replace(/\.[cm]?[jt]sx?$/, '').endsWith(`/${file}`);
}
