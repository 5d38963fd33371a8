/** The forms in which all of a collection is waited for. */
import { isFunction, unwrap, wrapped } from '../../facts/shapes.ts';
import type { Node, SourceTree } from '../../syntax.ts';
import { K, textOf } from '../../syntax.ts';
import type { Use } from '../uses.ts';
import { type Job, Stays } from './job.ts';

/** The loop over a copy: directly, or through the one use of the local name that holds it. */
export function loopOver({ facts, removed }: Job, { kind, at }: Use): Node | undefined {
  const { tree } = facts;
  if (kind !== 'copy') return undefined;
  const parent = wrapped(tree, at).parent;
  if (parent && tree.kind(parent) === K.ForOfStatement) return parent;
  const held = onlyUse(facts, at);
  if (!held || tree.kind(held.use.parent) !== K.ForOfStatement) return undefined;
  removed.add(held.statement);
  return held.use.parent;
}

/** `const pending = [...tasks];` whose name is used once. */
function onlyUse(facts: Job['facts'], copy: Node): { readonly use: Node; readonly statement: Node } | undefined {
  const { tree } = facts;
  const declaration = wrapped(tree, copy).parent;
  if (!declaration || tree.kind(declaration) !== K.VariableDeclaration) return undefined;
  if (declaration.parent.declarations?.length !== 1) return undefined;
  const binding = facts.lookup(declaration.name?.text ?? '', declaration.name!);
  const [use, ...more] = binding ? facts.references(binding) : [];
  return use && !more.length ? { use, statement: declaration.parent.parent } : undefined;
}

/** `Promise.all(tasks).then(() => …)`: what comes next takes no results. */
export function isContinued({ facts }: Job, access: Node): boolean {
  const { tree } = facts;
  const call =
    tree.kind(access) === K.PropertyAccessExpression && access.name?.text === 'then' ? access.parent : undefined;
  if (!call || tree.kind(call) !== K.CallExpression || call.arguments?.length !== 1) return false;
  const callback = unwrap(tree, call.arguments[0]!);
  return isFunction(tree, callback) && !callback.parameters?.length;
}

/** `await Promise.race([Promise.all(tasks), deadline])` */
export function isRaced({ facts }: Job, list: Node): boolean {
  const { tree } = facts;
  const race = tree.kind(list) === K.ArrayLiteralExpression ? wrapped(tree, list).parent : undefined;
  if (!race || tree.kind(race) !== K.CallExpression || textOf(tree, race.expression!) !== 'Promise.race') return false;
  const awaiting = wrapped(tree, race).parent;
  return (
    tree.kind(awaiting) === K.AwaitExpression && tree.kind(wrapped(tree, awaiting).parent) === K.ExpressionStatement
  );
}

/** `Promise.all` of the copy, directly or through the one use of a local name, whose declaration goes. */
export function promiseCall({ facts, removed }: Job, { at }: Use): Node {
  const { tree } = facts;
  const isAll = (node: Node | undefined) =>
    !!node &&
    tree.kind(node) === K.CallExpression &&
    /^Promise\.(all|allSettled|race)$/.test(textOf(tree, node.expression!));
  const lone = isPlainCopy(tree, at);
  const parent = wrapped(tree, at).parent;
  if (lone && isAll(parent)) return parent!;
  const held = lone ? onlyUse(facts, at) : undefined;
  const call = held && wrapped(tree, held.use).parent;
  if (!held || !isAll(call)) throw new Stays('what it holds is copied');
  removed.add(held.statement);
  return call!;
}

/** `tasks.size > 0`, `tasks.length`, `tasks.size !== 0`. */
export function isSizeTest({ facts, collection }: Job, test: Node): boolean {
  const { tree } = facts;
  let inner = unwrap(tree, test);
  if (tree.kind(inner) === K.BinaryExpression) {
    const operator = textOf(tree, inner.operatorToken!);
    if (!/^(> 0|!==? 0|>= 1)$/.test(`${operator} ${textOf(tree, inner.right!)}`)) return false;
    inner = unwrap(tree, inner.left!);
  }
  return collection.uses.some((use) => use.kind === 'size' && use.at === inner);
}

/** `[...tasks]`, `Array.from(tasks)`, `Object.values(tasks)`, `new Set(tasks)`, `tasks.slice()`: nothing added or mapped. */
export function isPlainCopy(tree: SourceTree, copy: Node): boolean {
  if (tree.kind(copy) === K.ArrayLiteralExpression) return copy.elements?.length === 1;
  const name = copy.expression?.name?.text;
  if (name === 'slice') return !copy.arguments?.length;
  const isMaker = tree.kind(copy) === K.NewExpression || name === 'from' || name === 'values';
  return isMaker && copy.arguments?.length === 1;
}
