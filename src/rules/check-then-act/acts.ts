/** What is done behind a suspension because of a test before it, by kind. */
import type { Facts, Fn } from '../../core/facts/facts.ts';
import type { Op } from '../../core/facts/graph.ts';
import type { Interleaving, ReadOp, WriteOp } from '../../core/facts/interleave.ts';
import { child, type Location, rootLocation } from '../../core/facts/locations.ts';
import { isConstantExpression, isEmptyConstant, unwrap, wrapped } from '../../core/facts/shapes.ts';
import { mentions, valueLocation } from '../../core/facts/tests.ts';
import { isRefused } from '../../core/lazily.ts';
import { isLifecycle } from '../../core/overlap.ts';
import { K, type Node, textOf } from '../../core/syntax.ts';
import { saysEnded, saysInitialised } from '../lazy-init-race/harm.ts';

/**
 * `busy`: a flag that is to keep others out goes up too late. `limit`: a number is compared, then moved. `room`: the
 * size of a collection is compared, then something put in or taken out. `once`: a key is looked for in a Set, then added.
 * `gone`: it was there, and is used as if it still were.
 */
export type Kind = 'busy' | 'limit' | 'room' | 'once' | 'gone';

/** The kind of a hit; undefined: it's no act of this rule. */
export function kindOf(facts: Facts, { test, write, location, fn, data, through }: Interleaving): Kind | undefined {
  const { tree } = facts;
  if (!test?.decides) return undefined;
  if (write.location.key !== location.key) return undefined;
  const name = nameOf(location);
  const isEntry = location.path.at(-1)?.startsWith('[');
  if (test.absent && write.how === '=' && write.value && isConstantExpression(tree, write.value)) {
    if (isEmptyConstant(tree, write.value) || saysEnded(name) || isLifecycle(fn)) return undefined;
    return !saysInitialised(name) || isRefused(facts, test.node) ? 'busy' : undefined;
  }
  if (test.absent && write.method === 'add' && isEntry) return 'once';
  if (!isComparison(tree.kind(unwrap(tree, test.node).operatorToken ?? test.node)) || through || data) return undefined;
  const isMoved = write.how === 'update' || write.how === 'compound';
  const isFresh =
    write.how === '=' &&
    !!write.value &&
    mentions(facts, write.value, (n) => valueLocation(facts, n)?.key === location.key);
  return isMoved || isFresh ? 'limit' : undefined;
}

export function nameOf({ path, text }: Location): string {
  return path.filter((segment) => !segment.startsWith('[')).at(-1) ?? text;
}

const comparisons = new Set<number>([
  K.LessThanToken,
  K.LessThanEqualsToken,
  K.GreaterThanToken,
  K.GreaterThanEqualsToken,
]);

function isComparison(kind: number): boolean {
  return comparisons.has(kind);
}

/** The collection whose size is read: `this.items` of `this.items.length`. */
export function sizedBy({ path, root }: Location): Location | undefined {
  const last = path.at(-1);
  if (last !== 'length' && last !== 'size') return undefined;
  return path.slice(0, -1).reduce(child, rootLocation(root));
}

/** Something is put into the collection, or taken out. */
export function asMove(collection: Location): (op: Op) => WriteOp | undefined {
  return (op) => {
    if (op.op !== 'write' || !/^(push|unshift|add|set)$/.test(op.method ?? '')) return undefined;
    const { path, key } = op.location;
    return key === `${collection.key}${path.at(-1)}` ? op : undefined;
  };
}

/** What was read is used again, and must be there: `this.socket.send()`, `jobs.get(id)!`. */
export function asUse(facts: Facts, read: ReadOp): (op: Op) => WriteOp | undefined {
  const { location } = read;
  return (op) => {
    if (op.op !== 'read' || op.location.key !== location.key || !isTakenForGranted(facts, op.node)) return undefined;
    // `const { socket } = this` stays what it was.
    if (facts.tree.kind(op.node) === K.Identifier && location.path.length) return undefined;
    return { op: 'write', location, node: op.node, how: 'mutate', value: undefined, method: 'use' };
  };
}

function isTakenForGranted({ tree }: Facts, node: Node): boolean {
  const outer = wrapped(tree, node);
  for (let at = node; at !== outer; at = at.parent) if (tree.kind(at.parent) === K.NonNullExpression) return true;
  const { parent } = outer;
  if (!parent || parent.questionDotToken || parent.expression !== outer) return false;
  const k = tree.kind(parent);
  return k === K.PropertyAccessExpression || k === K.ElementAccessExpression || k === K.CallExpression;
}

/** Functions that empty the location, or take an entry out of its collection. */
export function clearersOf(facts: Facts, location: Location): Fn[] {
  const entry = location.path.at(-1);
  const isKeyed = !!entry?.startsWith('[');
  const collection = isKeyed ? location.key.slice(0, -entry!.length) : '';
  const isIt = ({ key, path }: Location) =>
    key === location.key || (isKeyed && path.at(-1)?.startsWith('[') && key === `${collection}${path.at(-1)}`);
  const clears = (op: Op) =>
    op.op === 'write' &&
    isIt(op.location) &&
    (op.how === 'delete' ||
      op.method === 'clear' ||
      (op.how === '=' && !!op.value && isEmptyConstant(facts.tree, op.value)));
  return facts.functions.filter(
    (fn) =>
      fn.kind !== 'constructor' &&
      fn.kind !== 'initializer' &&
      facts.graph(fn).blocks.some(({ ops }) => ops.some(clears)),
  );
}

export function isAwaitedImport({ tree }: Facts, suspension: Node): boolean {
  return /^(await )?import\(/.test(textOf(tree, suspension));
}
