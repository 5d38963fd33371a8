/** Whether code has to do with a location: only then does it matter which of them comes first. */
import { decides } from '../../../core/facts/control.ts';
import type { Facts, Fn, ThisOwner } from '../../../core/facts/facts.ts';
import { baseOf, type Location } from '../../../core/facts/locations.ts';
import { contains, isAssignmentTarget } from '../../../core/facts/shapes.ts';
import { readsOfTest, valueLocation } from '../../../core/facts/tests.ts';
import { reachOf } from '../../../core/rewrite/reach.ts';
import { K, type Node } from '../../../core/syntax.ts';

/** The key of the location, or for an entry that of its collection: any entry may be the same one. */
export function storedKey(location: Location): string {
  const last = location.path.at(-1);
  return last?.startsWith('[') ? location.key.slice(0, -last.length) : location.key;
}

/** Code in `nodes` reads or writes the location, or what holds it; by itself, by a function it calls, by handing it on. */
export function dependsOn(facts: Facts, nodes: readonly Node[], location: Location): boolean {
  const { root, path } = location;
  // A field that the class inherits is also used by methods that this file doesn't show.
  if (root.kind === 'this' && !isOwnField(facts, root.owner, path[0] ?? '')) return true;
  if (nodes.some((node) => mentionsOrGivesAway(facts, node, location))) return true;
  const key = storedKey(location);
  const home = root.kind === 'binding' && root.binding.scope.fn.kind !== 'module' ? root.binding.scope.fn : undefined;
  for (const fn of reachOf(facts, nodes, home).functions) {
    if (nodes.some((node) => contains(node, fn.node))) continue;
    for (const block of facts.graph(fn).blocks)
      for (const op of block.ops)
        if ((op.op === 'read' || op.op === 'write') && isAt(op.location.key, key)) return true;
  }
  return false;
}

/** Declared, or in JavaScript given by the constructor. */
function isOwnField(facts: Facts, owner: ThisOwner, name: string): boolean {
  if (owner.members.has(name) || owner.kind === 'object') return true;
  if (!facts.tree.isJavaScript || owner.superclass) return false;
  return (facts.accesses.get(name) ?? []).some((access) => {
    const fn = facts.functionOf(access);
    return fn.kind === 'constructor' && fn.self === owner && isAssignmentTarget(facts.tree, access);
  });
}

function isAt(key: string, stored: string): boolean {
  return key === stored || key.startsWith(`${stored}.`) || key.startsWith(`${stored}[`);
}

function mentionsOrGivesAway(facts: Facts, node: Node, location: Location): boolean {
  const { tree } = facts;
  const stored = storedKey(location);
  const visit = (at: Node): true | undefined => {
    const k = tree.kind(at);
    if (k === K.Identifier || k === K.ThisKeyword || k === K.PropertyAccessExpression) {
      const held = baseOf(facts, at);
      if (held && isAt(held.key, stored)) return true;
      const isHolder = held && stored !== held.key && isAt(stored, held.key);
      if (isHolder && !isBase(facts, at)) return true;
    }
    // Names of properties are no variables.
    if (k === K.PropertyAccessExpression) return visit(at.expression!);
    if (k === K.PropertyAssignment) return visit(at.initializer!);
    return at.forEachChild(visit);
  };
  return visit(node) === true;
}

/** `a` of `a.b` and `a[b]`. */
function isBase(facts: Facts, node: Node): boolean {
  const { parent } = node;
  const k = parent && facts.tree.kind(parent);
  return (k === K.PropertyAccessExpression || k === K.ElementAccessExpression) && parent.expression === node;
}

/** The tests of the location's value that decide whether the write runs: what they found must still hold there. */
export function decidingTests(facts: Facts, fn: Fn, location: Location, write: Node): Node[] {
  const graph = facts.graph(fn);
  return graph.blocks.flatMap(({ id, ops, branch }) => {
    if (!branch) return [];
    const { test, subject, onTrue, onFalse } = branch;
    const isOfIt =
      readsOfTest(ops, test).some((read) => read.location.key === location.key) ||
      (!!subject && valueLocation(facts, subject)?.key === location.key);
    if (!isOfIt) return [];
    return decides(graph, id, onFalse, write) || decides(graph, id, onTrue, write) ? [test] : [];
  });
}
