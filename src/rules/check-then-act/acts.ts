/** What is done behind a suspension because of a test before it, by kind. */
import type { Facts, Fn } from '../../core/facts/facts.ts';
import type { Op } from '../../core/facts/graph.ts';
import type { Interleaving, ReadOp, WriteOp } from '../../core/facts/interleave.ts';
import { child, type Location, rootLocation } from '../../core/facts/locations.ts';
import { calleeName, isConstantExpression, isEmptyConstant, unwrap, wrapped } from '../../core/facts/shapes.ts';
import { mentions, valueLocation } from '../../core/facts/tests.ts';
import { isLoopCondition, isRefused } from '../../core/lazily.ts';
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
export function kindOf(
  facts: Facts,
  { test, write, location, fn, data, through, suspension }: Interleaving,
): Kind | undefined {
  const { tree } = facts;
  if (!test?.decides) return undefined;
  if (write.location.key !== location.key) return undefined;
  const name = nameOf(location);
  const isEntry = location.path.at(-1)?.startsWith('[');
  if (test.absent && write.how === '=' && write.value && isConstantExpression(tree, write.value)) {
    if (isEmptyConstant(tree, write.value) || saysEnded(name) || isLifecycle(fn)) return undefined;
    const isFree = !saysInitialised(name) || isRefused(facts, test.node);
    return isFree && comesDown(facts, location, name, fn) ? 'busy' : undefined;
  }
  if (test.absent && write.method === 'add' && isEntry)
    return write.node.arguments?.length === 1 && hasEffect(facts, suspension) ? 'once' : undefined;
  const isTakenFrom = /--|-=/.test(textOf(tree, write.node));
  if (!limitOf(facts, test.node, isTakenFrom) || through || data) return undefined;
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

const busyName =
  /(busy|running|processing|syncing|saving|sending|uploading|flushing|polling|refreshing|locked|in_?progress|in_?flight)$/i;

/** The flag is for the time of a run: its own end takes it down, or its name says so and another function does. */
function comesDown(facts: Facts, { key }: Location, name: string, fn: Fn): boolean {
  return facts.functions.some(
    (other) =>
      (other === fn || busyName.test(name)) &&
      other.kind !== 'constructor' &&
      facts
        .graph(other)
        .blocks.some(({ ops }) =>
          ops.some(
            (op) =>
              op.op === 'write' && op.location.key === key && op.how === '=' && isEmptyConstant(facts.tree, op.value!),
          ),
        ),
  );
}

const effect =
  /^_?(send|publish|post|emit|deliver|notify|create|insert|append|charge|pay|refund|transfer|spawn|start|launch|enqueue|dispatch|upload|submit|execute|run|process|handle|perform|trigger|schedule)/i;

/** Doing it twice is more than time lost. */
function hasEffect({ tree }: Facts, suspension: Node): boolean {
  const inner = suspension.expression && unwrap(tree, suspension.expression);
  return !!inner && tree.kind(inner) === K.CallExpression && effect.test(calleeName(tree, inner) ?? '');
}

const comparisons = new Set<number>([
  K.LessThanToken,
  K.LessThanEqualsToken,
  K.GreaterThanToken,
  K.GreaterThanEqualsToken,
]);

/** What a number is compared with; `any`: also where it is only asked whether there is one. */
export function limitOf(facts: Facts, test: Node, any = false): Node | undefined {
  const { tree } = facts;
  // `while (done < all)`: a goal, not a limit.
  if (isLoopCondition(facts, test)) return undefined;
  const { operatorToken, left, right } = unwrap(tree, test);
  if (!operatorToken || !comparisons.has(tree.kind(operatorToken))) return undefined;
  return !any && [left!, right!].some((side) => isEmptyConstant(tree, side)) ? undefined : right;
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
    if (isAlias(facts, op.node, location)) return undefined;
    return { op: 'write', location, node: op.node, how: 'mutate', value: undefined, method: 'use' };
  };
}

function isAlias(facts: Facts, node: Node, { root }: Location): boolean {
  if (facts.tree.kind(node) !== K.Identifier) return false;
  return root.kind !== 'binding' || facts.resolve(node) !== root.binding;
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
  const isIt = ({ key, path }: Location) =>
    key === location.key || (isKeyed && path.at(-1)?.startsWith('[') && groupOf(location) === groupOf({ key, path }));
  const clears = (op: Op) => isClearing(facts, op) && isIt(op.location);
  const sets = (op: Op) => op.op === 'write' && op.location.key === location.key && !clears(op);
  return (clearing(facts).get(groupOf(location)) ?? []).filter((fn) =>
    facts.graph(fn).blocks.some(({ ops }) => {
      const at = ops.findLastIndex(clears);
      // `this.client = undefined; this.client = make();`: nobody sees it gone.
      return at >= 0 && !ops.slice(at + 1).some(sets);
    }),
  );
}

export function isClearing(facts: Facts, op: Op): op is WriteOp {
  if (op.op !== 'write') return false;
  return op.how === 'delete' || (op.how === '=' && !!op.value && isEmptyConstant(facts.tree, op.value));
}

/** Of a location its key, of an entry one that it has in common with the others of its collection. */
function groupOf({ key, path }: Pick<Location, 'key' | 'path'>): string {
  const entry = path.at(-1);
  return entry?.startsWith('[') ? `${key.slice(0, -entry.length)}[` : key;
}

const clearingOf = new WeakMap<Facts, ReadonlyMap<string, readonly Fn[]>>();

const emptying =
  /\bdelete\b|[^=!<>]=(?:[\s(]|<[^>]*>|\/\*[\s\S]*?\*\/|\/\/.*\n)*(?:undefined|null|void|false|\.?0|''|""|``)/;

/** False for the text of most functions, whose paths need not be known then. */
export function mayEmpty(text: string): boolean {
  return emptying.test(text);
}

/** Functions that empty anything, by what they empty. */
function clearing(facts: Facts): ReadonlyMap<string, readonly Fn[]> {
  const known = clearingOf.get(facts);
  if (known) return known;
  const found = new Map<string, Fn[]>();
  for (const fn of facts.functions) {
    if (fn.kind === 'constructor' || fn.kind === 'initializer') continue;
    if (!mayEmpty(facts.tree.text.slice(fn.node.pos, fn.node.end))) continue;
    for (const op of facts.graph(fn).ops('write')) {
      if (!isClearing(facts, op)) continue;
      const group = groupOf(op.location);
      const others = found.get(group) ?? [];
      if (others.at(-1) !== fn) others.push(fn);
      found.set(group, others);
    }
  }
  clearingOf.set(facts, found);
  return found;
}

/** What is thrown there is caught in the function. */
export function isCaught({ tree }: Facts, node: Node, fn: Fn): boolean {
  for (let at = node; at.parent && at !== fn.node; at = at.parent)
    if (tree.kind(at.parent) === K.TryStatement && at.parent.tryBlock === at && at.parent.catchClause) return true;
  return false;
}

export function isAwaitedImport({ tree }: Facts, suspension: Node): boolean {
  return /^(await )?import\(/.test(textOf(tree, suspension));
}
