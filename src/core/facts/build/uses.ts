/** Where members are used and functions are called. */
import type { Node } from '../../syntax.ts';
import { K } from '../../syntax.ts';
import { isRegionName } from '../callbacks.ts';
import type { Scope, ThisOwner } from '../facts.ts';
import { visit, visitAll } from './visit.ts';
import type { Walk } from './walk.ts';

/** `x.name`, `x['name']`: noted after what its parts hold, so that an index is in the order of evaluation. */
export function visitAccess(walk: Walk, node: Node, scope: Scope, self: ThisOwner | undefined): void {
  const key = node.argumentExpression;
  visit(walk, node.expression!, scope, self);
  if (key) visit(walk, key, scope, self);
  if (walk.kind(node) === K.PropertyAccessExpression) walk.addAccess(node.name?.text ?? '', node);
  else if (key && walk.kind(key) === K.StringLiteral) walk.addAccess(key.text ?? '', node);
}

export function visitCall(walk: Walk, node: Node, scope: Scope, self: ThisOwner | undefined): void {
  walk.calls.push(node);
  const callee = node.expression;
  const method = callee && walk.kind(callee) === K.PropertyAccessExpression ? callee.name?.text : undefined;
  if (method === 'then' || method === 'catch' || method === 'finally' || (method && isRegionName(method)))
    scope.fn.chains = true;
  if (callee) visit(walk, callee, scope, self);
  visitAll(walk, node.arguments, scope, self);
}
