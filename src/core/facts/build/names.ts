/** Names come into being: variables, parameters and what patterns take apart. */
import type { Node } from '../../syntax.ts';
import { K, textOf } from '../../syntax.ts';
import type { Binding, BindingKind, Scope, ThisOwner } from '../facts.ts';
import { visit } from './visit.ts';
import type { Walk } from './walk.ts';

export function bind(
  walk: Walk,
  ident: Node,
  kind: BindingKind,
  declaration: Node,
  scope: Scope,
  from: { readonly [part in 'init' | 'path' | 'importedFrom']?: Binding[part] } = {},
): Binding {
  const binding: Binding = {
    id: walk.bindings.length,
    name: ident.text ?? '',
    kind,
    ident,
    declaration,
    scope,
    init: from.init,
    path: from.path,
    importedFrom: from.importedFrom,
    exported: false,
  };
  walk.bindings.push(binding);
  const earlier = scope.names.get(binding.name);
  // Overloads and redeclared `var`s: the first one stands for all, unless only the later one has a body.
  if (!earlier || (kind === 'function' && !earlier.declaration.body)) scope.names.set(binding.name, binding);
  return binding;
}

/** `const a = …, { b } = …`; an initialiser is walked before its names exist. */
export function visitVariables(walk: Walk, list: Node, scope: Scope, self: ThisOwner | undefined): void {
  const kind = declarationKind(walk, list);
  if (kind === 'using' && textOf(walk.tree, list).startsWith('await')) scope.fn.suspends = true;
  for (const d of list.declarations ?? []) {
    if (d.initializer) visit(walk, d.initializer, scope, self);
    if (d.name) bindPattern(walk, { kind, scope, self, init: d.initializer }, d.name, d, []);
  }
}

/** What all names of one pattern have in common. */
export interface Pattern {
  readonly kind: BindingKind;
  readonly scope: Scope;
  readonly self: ThisOwner | undefined;
  readonly init?: Node | undefined;
}

/** `path`: the properties that lead from the pattern's start to `name`. */
export function bindPattern(
  walk: Walk,
  pattern: Pattern,
  name: Node,
  declaration: Node,
  path: readonly string[] | undefined,
): void {
  const { kind, scope, self, init } = pattern;
  const k = walk.kind(name);
  if (k === K.Identifier) {
    const target = kind === 'var' ? functionScope(scope) : scope;
    bind(walk, name, kind, declaration, target, { init, path });
    return;
  }
  for (const element of name.elements ?? []) {
    if (!element.name) continue;
    if (element.initializer) visit(walk, element.initializer, scope, self);
    const key = element.propertyName ?? element.name;
    const plain =
      k === K.ObjectBindingPattern &&
      !element.dotDotDotToken &&
      !element.initializer &&
      walk.kind(key) === K.Identifier;
    bindPattern(walk, pattern, element.name, element, plain && path ? [...path, key.text ?? ''] : undefined);
  }
}

/** By its text: flags differ between compilers, so a `Node` carries none. */
function declarationKind(walk: Walk, list: Node): BindingKind {
  const start = walk.tree.text.slice(list.pos, list.end).replace(/^(?:\s|\/\/[^\n]*\n|\/\*[\s\S]*?\*\/)+/, '');
  if (start.startsWith('const')) return 'const';
  if (start.startsWith('let')) return 'let';
  if (start.startsWith('using') || start.startsWith('await')) return 'using';
  return 'var';
}

function functionScope(scope: Scope): Scope {
  let s = scope;
  while (s.parent && s.parent.fn === s.fn && s.node !== s.fn.node) s = s.parent;
  return s;
}
