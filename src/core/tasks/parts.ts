/** Uses of a collection that take more than one mention of it, told from one of them. */
import type { Facts } from '../facts/facts.ts';
import { type Location, locationOf } from '../facts/locations.ts';
import { assignmentOf, calleeName, contains, isFunction, receiverOf, unwrap, wrapped } from '../facts/shapes.ts';
import type { Node, SourceTree } from '../syntax.ts';
import { K, textOf } from '../syntax.ts';

function isAt(facts: Facts, location: Location, node: Node): boolean {
  return locationOf(facts, node)?.key === location.key;
}

/** `p` of `x.splice(x.indexOf(p), 1)`, also through `const i = x.indexOf(p)`: `index` is the first argument. */
export function indexedBy(facts: Facts, location: Location, index: Node): Node | undefined {
  const { tree } = facts;
  const inner = unwrap(tree, index);
  const init = tree.kind(inner) === K.Identifier ? facts.resolve(inner)?.init : inner;
  const call = init && unwrap(tree, init);
  if (!call || tree.kind(call) !== K.CallExpression || calleeName(tree, call) !== 'indexOf') return undefined;
  const receiver = receiverOf(tree, call);
  return receiver && isAt(facts, location, receiver) ? call.arguments?.[0] : undefined;
}

/** `x.indexOf(p)` as, or for, the first argument of `splice`. */
export function isIndexOfSplice(facts: Facts, call: Node): boolean {
  const { tree } = facts;
  const isSplice = (node: Node | undefined) =>
    !!node && tree.kind(node) === K.CallExpression && calleeName(tree, node) === 'splice';
  const parent = wrapped(tree, call).parent;
  if (isSplice(parent)) return true;
  if (!parent || tree.kind(parent) !== K.VariableDeclaration) return false;
  const binding = facts.lookup(parent.name?.text ?? '', parent.name!);
  return !!binding && facts.references(binding).some((use) => isSplice(use.parent));
}

/** `x = x.filter(…)`: the mention on the right is a part of the assignment. */
export function isOwnFilter(facts: Facts, location: Location, call: Node): boolean {
  const outer = wrapped(facts.tree, call);
  const parent = outer.parent;
  if (!parent || parent.right !== outer || assignmentOf(facts.tree, parent) !== '=') return false;
  return isAt(facts, location, parent.left!);
}

/** `p` of `x.filter(other => other !== p)`. */
export function filteredOut(facts: Facts, location: Location, node: Node): Node | undefined {
  const { tree } = facts;
  if (tree.kind(node) !== K.CallExpression || calleeName(tree, node) !== 'filter') return undefined;
  const receiver = receiverOf(tree, node);
  const callback = node.arguments?.[0] && unwrap(tree, node.arguments[0]);
  if (!receiver || !isAt(facts, location, receiver) || !callback || !isFunction(tree, callback)) return undefined;
  const parameter = callback.parameters?.[0]?.name?.text;
  const test = callback.body && unwrap(tree, callback.body);
  if (!test || parameter === undefined || tree.kind(test) !== K.BinaryExpression) return undefined;
  if (!/^!==?$/.test(textOf(tree, test.operatorToken!))) return undefined;
  const sides = [test.left!, test.right!];
  if (!sides.some((side) => textOf(tree, side) === parameter)) return undefined;
  return sides.find((side) => textOf(tree, side) !== parameter);
}

/** `[]`, `{}`, `new Set()`. */
export function isEmptyCollection(tree: SourceTree, node: Node): boolean {
  switch (tree.kind(node)) {
    case K.ArrayLiteralExpression:
      return !node.elements?.length;
    case K.ObjectLiteralExpression:
      return !node.properties?.length;
    case K.NewExpression:
      return /^(Set|Map|Array)$/.test(node.expression?.text ?? '') && !node.arguments?.length;
    default:
      return false;
  }
}

/** `const batch = x; x = [];`: the name keeps the content, the collection goes on without it. */
export function movesOut(facts: Facts, location: Location, declaration: Node): boolean {
  const { tree } = facts;
  const fn = facts.functionOf(declaration);
  const { root, path } = location;
  const name = path.at(-1);
  const ofRoot = root.kind === 'binding' ? facts.references(root.binding) : [];
  const mentions = name === undefined ? ofRoot : (facts.accesses.get(name) ?? []);
  return mentions.some((node) => {
    const outer = wrapped(tree, node);
    const { parent } = outer;
    const isAssigned = parent && parent.left === outer && assignmentOf(tree, parent) === '=';
    if (!isAssigned || node.pos < declaration.pos || contains(declaration, node)) return false;
    return facts.functionOf(node) === fn && isAt(facts, location, node);
  });
}
