/** Where what a call gives is kept. */
import { K, type Node } from '../syntax.ts';
import type { Binding, Facts } from './facts.ts';
import { assignmentOf, unwrap, wrapped } from './shapes.ts';

/** The variable that takes what a call gives, awaited or not: a handle, a function that ends it, or how it went. */
export function handleOf(facts: Facts, call: Node): Binding | undefined {
  const { tree } = facts;
  let at = wrapped(tree, call);
  while (at.parent && tree.kind(at.parent) === K.AwaitExpression) at = wrapped(tree, at.parent);
  const { parent } = at;
  if (!parent) return undefined;
  if (tree.kind(parent) === K.VariableDeclaration) return facts.bindings.find((b) => b.declaration === parent);
  const target = assignmentOf(tree, parent) === '=' ? unwrap(tree, parent.left!) : undefined;
  return target && tree.kind(target) === K.Identifier ? facts.resolve(target) : undefined;
}
