/** What stands for a task in flight: its promise, its controller, a function that ends it, or an object with one of these. */
import { makesController } from '../../core/cancellation.ts';
import type { Facts } from '../../core/facts/facts.ts';
import { isFunction, unwrap } from '../../core/facts/shapes.ts';
import type { RuleContext } from '../../core/rule.ts';
import type { Node } from '../../core/syntax.ts';
import { K } from '../../core/syntax.ts';
import { isPromise } from '../../core/tasks/promises.ts';

export type TaskKind = 'promise' | 'controller' | 'handler';

/** `undefined`: something else, or the answer is on its way. */
export function kindOf(context: RuleContext, value: Node): TaskKind | undefined {
  const { facts } = context;
  const inner = throughLocal(facts, value);
  if (facts.tree.kind(inner) === K.ObjectLiteralExpression) {
    for (const property of inner.properties ?? []) {
      const part = property.initializer ?? property.name;
      const kind = part && bySyntax(facts, throughLocal(facts, part));
      if (kind) return kind;
    }
    return undefined;
  }
  const kind = bySyntax(facts, inner);
  if (kind || facts.tree.kind(inner) === K.NewExpression) return kind;
  const type = context.ask('type', value);
  if (type?.promise) return 'promise';
  if (type?.cancellation) return 'controller';
  return type?.callable ? 'handler' : undefined;
}

function throughLocal(facts: Facts, node: Node): Node {
  const inner = unwrap(facts.tree, node);
  const binding = facts.tree.kind(inner) === K.Identifier ? facts.resolve(inner) : undefined;
  return binding?.init && !binding.path?.length ? unwrap(facts.tree, binding.init) : inner;
}

function bySyntax(facts: Facts, node: Node): TaskKind | undefined {
  const { tree } = facts;
  if (isFunction(tree, node)) return 'handler';
  if (makesController(tree, node)) return 'controller';
  return isPromise(facts, node) ? 'promise' : undefined;
}
