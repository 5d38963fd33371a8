/** Classes: what they extend, their members, and the code that runs as a function without being one. */
import type { Node } from '../../syntax.ts';
import { K } from '../../syntax.ts';
import type { Scope, ThisOwner } from '../facts.ts';
import { nameFromContext, visitFunction } from './functions.ts';
import { declareClassMember, memberName, methodKinds } from './members.ts';
import { bind } from './names.ts';
import { visit, visitAll } from './visit.ts';
import type { Walk } from './walk.ts';

/** All members are declared before any is walked: a body may use those below it. */
export function visitClass(walk: Walk, node: Node, scope: Scope, outerSelf: ThisOwner | undefined): void {
  const owner = walk.addOwner(node, 'class', {
    name: node.name?.text ?? nameFromContext(walk, node),
    superclass: superclassOf(walk, node),
    exported: walk.hasModifier(node, K.ExportKeyword),
  });
  if (owner.exported) walk.hasExports = true;
  if (walk.kind(node) === K.ClassDeclaration && node.name) {
    owner.binding = bind(walk, node.name, 'class', node, scope);
    owner.binding.exported = owner.exported;
  }
  visitAll(walk, node.modifiers, scope, outerSelf);
  if (owner.superclass) visit(walk, owner.superclass, scope, outerSelf);
  const inner = walk.addScope(node, scope.fn, scope);
  if (walk.kind(node) === K.ClassExpression && node.name) bind(walk, node.name, 'class', node, inner);
  for (const member of node.members ?? []) declareClassMember(walk, owner, member);
  for (const member of node.members ?? []) visitMember(walk, owner, member, inner);
}

function superclassOf(walk: Walk, node: Node): Node | undefined {
  const heritage = (node.heritageClauses ?? []).flatMap((clause) => {
    // `token` numbers differ between compilers: the text tells `extends` from `implements`.
    const text = walk.tree.text.slice(clause.pos, clause.end).trimStart();
    return text.startsWith('extends') ? (clause.types ?? []) : [];
  });
  return heritage[0]?.expression;
}

function visitMember(walk: Walk, owner: ThisOwner, node: Node, scope: Scope): void {
  const k = walk.kind(node);
  visitAll(walk, node.modifiers, scope, undefined);
  const name = memberName(walk, node.name);
  if (node.name && walk.kind(node.name) === K.ComputedPropertyName) visit(walk, node.name, scope, undefined);
  const method = methodKinds.get(k);
  if (method) {
    const member = name === undefined ? undefined : owner.members.get(name);
    visitFunction(walk, node, method, { name, self: owner, member }, scope);
  } else if (k === K.PropertyDeclaration && node.initializer) {
    visit(walk, node.initializer, initializerScope(walk, owner, node, name, scope), owner);
  } else if (k === K.ClassStaticBlockDeclaration) {
    visitAll(walk, node.body?.statements, initializerScope(walk, owner, node, undefined, scope), owner);
  }
}

function initializerScope(walk: Walk, owner: ThisOwner, node: Node, name: string | undefined, scope: Scope): Scope {
  const fn = walk.addFunction(node, 'initializer', { name, parent: scope.fn, self: owner });
  return walk.addScope(node, fn, scope);
}
