/** Functions: their parameters and bodies, and the names they get from where they stand. */
import type { Node } from '../../syntax.ts';
import { K } from '../../syntax.ts';
import type { FnKind, Member, Scope, ThisOwner } from '../facts.ts';
import { exportLater } from './exports.ts';
import { memberName } from './members.ts';
import { bind, bindPattern } from './names.ts';
import { visit, visitAll } from './visit.ts';
import type { Walk } from './walk.ts';

/** What a function is known as and whose `this` it sees. */
export interface Holder {
  readonly name: string | undefined;
  readonly self: ThisOwner | undefined;
  readonly member: Member | undefined;
}

export function visitFunction(walk: Walk, node: Node, kind: FnKind, holder: Holder, scope: Scope): void {
  const { self } = holder;
  const fn = walk.addFunction(node, kind, { ...holder, parent: scope.fn });
  const inner = walk.addScope(node, fn, scope);
  if (walk.kind(node) === K.FunctionExpression && node.name) bind(walk, node.name, 'function', node, inner);
  for (const parameter of node.parameters ?? []) {
    visitAll(walk, parameter.modifiers, scope, self);
    if (parameter.initializer) visit(walk, parameter.initializer, inner, self);
    if (parameter.name)
      bindPattern(walk, { kind: 'parameter', scope: inner, self }, parameter.name, parameter, undefined);
  }
  const body = node.body;
  if (!body) return;
  if (walk.kind(body) === K.Block) visitAll(walk, body.statements, inner, self);
  else visit(walk, body, inner, self);
}

export function visitFunctionDeclaration(walk: Walk, node: Node, scope: Scope): void {
  const binding = node.name && bind(walk, node.name, 'function', node, scope);
  if (walk.hasModifier(node, K.ExportKeyword)) {
    if (binding) exportLater(walk, binding.name);
    else walk.hasExports = true;
  }
  visitFunction(walk, node, 'function', { name: node.name?.text, self: undefined, member: undefined }, scope);
}

/** `self`: whose `this` the code around it sees; an arrow sees it too. */
export function visitFunctionExpression(walk: Walk, node: Node, scope: Scope, self: ThisOwner | undefined): void {
  const isArrow = walk.kind(node) === K.ArrowFunction;
  const holder = {
    name: node.name?.text ?? nameFromContext(walk, node),
    self: isArrow ? self : undefined,
    member: memberOfContext(walk, node, self),
  };
  visitFunction(walk, node, isArrow ? 'arrow' : 'function', holder, scope);
}

/** The name a function or object gets from where it stands: `const f = …`, `f: …`, `this.f = …`, a field. */
export function nameFromContext(walk: Walk, node: Node): string | undefined {
  const at = holderOf(walk, node);
  if (!at) return undefined;
  const k = walk.kind(at);
  if (k === K.VariableDeclaration || k === K.PropertyAssignment || k === K.PropertyDeclaration) return at.name?.text;
  if (k === K.BinaryExpression && at.left && at.right === node) return at.left.name?.text ?? at.left.text;
  return undefined;
}

/** `handler = async () => {}` in a class: the arrow is that member's function. */
function memberOfContext(walk: Walk, node: Node, self: ThisOwner | undefined): Member | undefined {
  const at = holderOf(walk, node);
  const name = at && memberName(walk, at.name);
  if (!at || name === undefined) return undefined;
  const k = walk.kind(at);
  const owner =
    self && k === K.PropertyDeclaration
      ? self
      : k === K.PropertyAssignment && at.parent
        ? walk.ownerByNode.get(at.parent)
        : undefined;
  const member = owner?.members.get(name);
  return member?.declaration === at ? member : undefined;
}

function holderOf(walk: Walk, node: Node): Node | undefined {
  let at = node.parent;
  while (at && walk.kind(at) === K.ParenthesizedExpression) at = at.parent;
  return at;
}
