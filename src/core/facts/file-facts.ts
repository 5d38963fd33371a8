/** The facts of one file as rules see them: what the walk found, and what is worked out from it on demand. */
import type { Node } from '../syntax.ts';
import type { Binding, Facts, Fn, Found, Scope, ThisOwner } from './facts.ts';
import { buildGraph, type Graph } from './graph.ts';
import { calleeName, isAssignmentTarget } from './shapes.ts';

/** What stands where in the tree. */
export interface Index {
  readonly fnByNode: ReadonlyMap<Node, Fn>;
  readonly ownerByNode: ReadonlyMap<Node, ThisOwner>;
  readonly scopeByNode: ReadonlyMap<Node, Scope>;
}

export function fileFacts(found: Found, { fnByNode, ownerByNode, scopeByNode }: Index): Facts {
  const resolved = new Map<Node, Binding | undefined>();
  let callees: Map<string, Node[]> | undefined;
  const facts: Facts = {
    ...found,

    functionAt: (node) => fnByNode.get(node),
    ownerAt: (node) => ownerByNode.get(node),

    functionOf(node) {
      for (let at = node.parent; at; at = at.parent) {
        const fn = fnByNode.get(at);
        if (fn) return fn;
      }
      return found.module;
    },

    scopeOf(node) {
      for (let at: Node | undefined = node; at; at = at.parent) {
        const scope = scopeByNode.get(at);
        if (scope) return scope;
      }
      return scopeByNode.get(found.tree.root)!;
    },

    lookup(name, from) {
      for (let scope: Scope | undefined = facts.scopeOf(from); scope; scope = scope.parent) {
        const binding = scope.names.get(name);
        if (binding) return binding;
      }
      return undefined;
    },

    resolve(identifier) {
      let binding = resolved.get(identifier);
      if (binding === undefined && !resolved.has(identifier)) {
        binding = facts.lookup(identifier.text ?? '', identifier);
        resolved.set(identifier, binding);
      }
      return binding;
    },

    references: kept((binding: Binding) =>
      (found.identifiers.get(binding.name) ?? []).filter(
        (node) => node !== binding.ident && facts.resolve(node) === binding,
      ),
    ),

    isConstant: kept(
      (binding: Binding) =>
        binding.kind === 'const' ||
        binding.kind === 'using' ||
        binding.kind === 'import' ||
        !facts.references(binding).some((node) => isAssignmentTarget(found.tree, node)),
    ),

    callsTo(test) {
      callees ??= calleesOf(found);
      const named: Node[][] = [];
      callees.forEach((calls, name) => {
        if (test(name)) named.push(calls);
      });
      return named.length > 1 ? named.flat().sort(bySource) : (named[0] ?? []);
    },

    graph: kept((fn: Fn): Graph => buildGraph(facts, fn)),
  };
  connectOwners(facts);
  return facts;
}

/** What holds another comes before it, as in `calls`. */
function bySource(a: Node, b: Node): number {
  return a.pos - b.pos || b.end - a.end;
}

function calleesOf({ tree, calls }: Found): Map<string, Node[]> {
  const callees = new Map<string, Node[]>();
  for (const call of calls) {
    const name = calleeName(tree, call);
    const others = name === undefined ? undefined : callees.get(name);
    if (others) others.push(call);
    else if (name !== undefined) callees.set(name, [call]);
  }
  return callees;
}

/** Ties classes and objects to the names that hold them, and classes to those of this file they extend. */
function connectOwners(facts: Facts): void {
  for (const binding of facts.bindings) {
    const owner = binding.init && facts.ownerAt(binding.init);
    if (owner && !owner.binding) {
      owner.binding = binding;
      owner.exported ||= binding.exported;
    }
  }
  for (const owner of facts.owners) {
    const superclass = owner.superclass && facts.resolve(owner.superclass);
    const base = superclass && facts.ownerAt(superclass.declaration);
    if (base && base !== owner) owner.base = base;
  }
}

/** Works each answer out once. */
function kept<Key, Value extends object | boolean>(work: (key: Key) => Value): (key: Key) => Value {
  const known = new Map<Key, Value>();
  return (key) => {
    let value = known.get(key);
    if (value === undefined) {
      value = work(key);
      known.set(key, value);
    }
    return value;
  };
}
