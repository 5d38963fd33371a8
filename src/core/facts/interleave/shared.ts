/** Suspensions that let nobody do the work a second time. */
import type { Node } from '../../syntax.ts';
import { K } from '../../syntax.ts';
import { unwrap } from '../shapes.ts';
import { valueLocation } from '../tests.ts';
import type { Search } from './search.ts';

/** The promise of a location that all invocations share: whoever waits for it, the work is done once. */
export function isSharedPromise({ facts, fn }: Search, awaited: Node): boolean {
  const { tree } = facts;
  const isShared = (node: Node) => {
    const location = valueLocation(facts, node);
    if (!location || location.root.kind === 'global') return false;
    return location.path.length > 0 || (location.root.kind === 'binding' && location.root.binding.scope.fn !== fn);
  };
  const inner = unwrap(tree, awaited);
  const k = tree.kind(inner);
  if (k === K.CallExpression) return false;
  const init = k === K.Identifier ? facts.resolve(inner)?.init : undefined;
  return (!!init && isShared(init)) || isShared(inner);
}
