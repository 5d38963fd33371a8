/**
 * Locations: shared storage by access path. Aliases are followed where they can't go wrong: `const self = this`,
 * `const c = this.cache`, `const { cache } = this`, `Service.instance` inside `Service`.
 */
import type { Node } from '../syntax.ts';
import { K, textOf } from '../syntax.ts';
import type { Binding, Facts, Fn, ThisOwner } from './facts.ts';
import { unwrap } from './shapes.ts';

export type Root =
  | { readonly kind: 'this'; readonly owner: ThisOwner }
  | { readonly kind: 'binding'; readonly binding: Binding }
  /** A name this file doesn't declare: `globalThis`, an ambient global. */
  | { readonly kind: 'global'; readonly name: string };

export interface Location {
  /** Equal keys are the same location. */
  readonly key: string;
  readonly root: Root;
  /** Property names; an entry of a Map, Set or computed property is `[key]`. */
  readonly path: readonly string[];
  /** As users read it: `this.cache[id]`. */
  readonly text: string;
  /** What it is a part of; undefined for a root. */
  readonly whole: Location | undefined;
}

/** A class and its subclasses share the fields of one object. */
export function rootmost(owner: ThisOwner): ThisOwner {
  let at = owner;
  for (let depth = 0; at.base && depth < 8; depth++) at = at.base;
  return at;
}

export function rootLocation(root: Root): Location {
  switch (root.kind) {
    case 'this':
      return { key: `this${rootmost(root.owner).id}`, root, path: [], text: 'this', whole: undefined };
    case 'binding':
      return { key: `b${root.binding.id}`, root, path: [], text: root.binding.name, whole: undefined };
    case 'global':
      return { key: `g:${root.name}`, root, path: [], text: root.name, whole: undefined };
  }
}

export function bindingLocation(binding: Binding): Location {
  return rootLocation({ kind: 'binding', binding });
}

export function child(whole: Location, segment: string): Location {
  const { key, root, path, text } = whole;
  const part = segment.startsWith('[') ? segment : `.${segment}`;
  return { key: key + part, root, path: [...path, segment], text: text + part, whole };
}

/** The location an expression denotes when it's read or written; undefined for anything that isn't an access path. */
export function locationOf(facts: Facts, node: Node): Location | undefined {
  const { tree } = facts;
  const inner = unwrap(tree, node);
  switch (tree.kind(inner)) {
    case K.Identifier: {
      if (inner.text === 'undefined') return undefined;
      const binding = facts.resolve(inner);
      return binding ? bindingLocation(binding) : rootLocation({ kind: 'global', name: inner.text ?? '' });
    }
    case K.PropertyAccessExpression: {
      const base = baseOf(facts, inner.expression!);
      return base && inner.name?.text !== undefined ? child(base, inner.name.text) : undefined;
    }
    case K.ElementAccessExpression: {
      const base = baseOf(facts, inner.expression!);
      const key = inner.argumentExpression;
      if (!base || !key) return undefined;
      return isText(tree.kind(key)) ? child(base, key.text ?? '') : child(base, entrySegment(facts, key));
    }
    default:
      return undefined;
  }
}

function isText(kind: number): boolean {
  return kind === K.StringLiteral || kind === K.NoSubstitutionTemplateLiteral;
}

/** The object an expression denotes, aliases followed: what `x` in `x.y` stands for. */
export function baseOf(facts: Facts, node: Node, depth = 0): Location | undefined {
  const { tree } = facts;
  const inner = unwrap(tree, node);
  const k = tree.kind(inner);
  if (k === K.ThisKeyword) return thisLocation(facts, inner);
  if (k !== K.Identifier) return locationOf(facts, inner);
  const binding = facts.resolve(inner);
  if (!binding) return locationOf(facts, inner);
  const aliased = depth < 4 ? aliasOf(facts, binding, depth) : undefined;
  return aliased ?? bindingLocation(binding);
}

function aliasOf(facts: Facts, binding: Binding, depth: number): Location | undefined {
  if (!binding.init || !binding.path || binding.scope.fn.kind === 'module') return undefined;
  if (!facts.isConstant(binding)) return undefined;
  const init = unwrap(facts.tree, binding.init);
  const k = facts.tree.kind(init);
  const isPath =
    k === K.ThisKeyword || k === K.Identifier || k === K.PropertyAccessExpression || k === K.ElementAccessExpression;
  const base = isPath ? baseOf(facts, init, depth + 1) : undefined;
  if (!base || base.root.kind === 'global') return undefined;
  return binding.path.reduce(child, base);
}

function thisLocation(facts: Facts, node: Node): Location | undefined {
  const fn = facts.functionOf(node);
  const owner = fn.self;
  if (!owner) return undefined;
  // A static member's `this` is the class; an object literal held by a name is that name.
  const isStatic = inStaticBlock(facts, node) || (memberOf(facts, node)?.isStatic ?? false);
  if ((isStatic || owner.kind === 'object') && owner.binding) return bindingLocation(owner.binding);
  return rootLocation({ kind: 'this', owner });
}

function inStaticBlock(facts: Facts, node: Node): boolean {
  let fn = facts.functionOf(node);
  while (fn.kind === 'arrow' && fn.parent) fn = fn.parent;
  return facts.tree.kind(fn.node) === K.ClassStaticBlockDeclaration;
}

/** The class member whose body a node stands in. */
function memberOf(facts: Facts, node: Node) {
  for (let fn = facts.functionOf(node); fn; fn = fn.parent!) {
    if (fn.member) return fn.member;
    if (fn.kind === 'initializer') return fn.self?.members.get(fn.name ?? '');
    if (!fn.parent) return undefined;
  }
  return undefined;
}

/** `[key]` in a form that is equal for equal keys: names resolved to their bindings, other text as it stands. */
export function entrySegment(facts: Facts, key: Node): string {
  const { tree } = facts;
  const inner = unwrap(tree, key);
  const k = tree.kind(inner);
  if (k === K.StringLiteral || k === K.NumericLiteral || k === K.NoSubstitutionTemplateLiteral)
    return `[${JSON.stringify(inner.text)}]`;
  return `[${textOf(tree, inner).replace(/\s+/g, ' ')}]`;
}

/** Any entry, size or order of a collection. */
export const wholeCollection = '[*]';

/** A variable of the function itself: every invocation has its own. */
export function isOwnLocal({ root, path }: Location, fn: Fn): boolean {
  return root.kind === 'binding' && path.length === 0 && root.binding.scope.fn === fn;
}
