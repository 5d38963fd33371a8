/** Object literals: one with methods is an owner of `this`, all others are plain values. */
import type { Node } from '../../syntax.ts';
import { K } from '../../syntax.ts';
import type { Scope, ThisOwner } from '../facts.ts';
import { nameFromContext, visitFunction } from './functions.ts';
import { declareProperty, memberName, methodKinds } from './members.ts';
import { visit, visitChildren } from './visit.ts';
import type { Walk } from './walk.ts';

export function visitObject(walk: Walk, node: Node, scope: Scope, outerSelf: ThisOwner | undefined): void {
  const properties = node.properties ?? [];
  if (!properties.some((p) => seesObject(walk, p))) {
    visitChildren(walk, node, scope, outerSelf);
    return;
  }
  const name = nameFromContext(walk, node);
  const owner = walk.addOwner(node, 'object', { name, superclass: undefined, exported: false });
  for (const property of properties) declareProperty(walk, owner, property);
  for (const property of properties) visitProperty(walk, owner, property, scope, outerSelf);
}

/** Its function is called with the object as `this`; arrows aren't. */
function seesObject(walk: Walk, property: Node): boolean {
  const k = walk.kind(property);
  return k === K.MethodDeclaration || k === K.GetAccessor || heldFunction(walk, property) !== undefined;
}

/** `save: function () {…}` */
function heldFunction(walk: Walk, property: Node): Node | undefined {
  const held = walk.kind(property) === K.PropertyAssignment ? property.initializer : undefined;
  return held && walk.kind(held) === K.FunctionExpression ? held : undefined;
}

function visitProperty(
  walk: Walk,
  owner: ThisOwner,
  property: Node,
  scope: Scope,
  outerSelf: ThisOwner | undefined,
): void {
  const name = memberName(walk, property.name);
  const holder = { name, self: owner, member: name === undefined ? undefined : owner.members.get(name) };
  const method = methodKinds.get(walk.kind(property));
  const held = heldFunction(walk, property);
  if (method) visitFunction(walk, property, method, holder, scope);
  else if (held) visitFunction(walk, held, 'method', holder, scope);
  else visit(walk, property, scope, outerSelf);
}
