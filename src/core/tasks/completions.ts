/** Where an entry leaves its collection because its task has ended, and the add it belongs to. */
import { callbackOf, uses } from '../facts/callgraph.ts';
import type { Binding, Facts, Fn } from '../facts/facts.ts';
import { calleeName, contains, receiverOf, unwrap, wrapped } from '../facts/shapes.ts';
import type { Node } from '../syntax.ts';
import { K, textOf } from '../syntax.ts';
import type { Collection } from './collections.ts';
import type { Use } from './uses.ts';

export interface Completion {
  readonly add: Use;
  readonly remove: Use;
  /** The call of `.finally`, `.then` or `.catch` that removes it; undefined: a `finally` block does. */
  readonly chain: Node | undefined;
  /** The function that removes it: the callback, or the async function around the `finally` block. */
  readonly fn: Fn;
  /** The variable that holds the promise, if one does. */
  readonly binding: Binding | undefined;
}

export function completionsOf(facts: Facts, collection: Collection): Completion[] {
  const found: Completion[] = [];
  for (const remove of collection.uses) {
    if (remove.kind !== 'remove') continue;
    const end = endOf(facts, remove);
    const add = end && addOf(facts, collection, remove);
    if (end && add) found.push({ add, remove, binding: bindingOf(facts, add.value), ...end });
  }
  return found;
}

function endOf(facts: Facts, { at, fn }: Use): Pick<Completion, 'chain' | 'fn'> | undefined {
  const places = [fn.node, ...uses(facts, fn).flatMap(({ node, call }) => (call ? [] : [node]))];
  for (const place of places) {
    const callback = callbackOf(facts, place);
    if (callback && isChain(facts, callback.call)) return { chain: callback.call, fn };
  }
  return fn.async && isInFinally(facts, at, fn) ? { chain: undefined, fn } : undefined;
}

export function isChain(facts: Facts, call: Node): boolean {
  return /^(then|catch|finally)$/.test(calleeName(facts.tree, call) ?? '') && !!receiverOf(facts.tree, call);
}

function isInFinally(facts: Facts, node: Node, fn: Fn): boolean {
  for (let at = node; at.parent && at !== fn.node; at = at.parent) {
    if (facts.tree.kind(at.parent) === K.TryStatement && at.parent.finallyBlock === at) return true;
  }
  return false;
}

/** The add of the same value, or under the same key. */
function addOf(facts: Facts, { shape, uses: all }: Collection, remove: Use): Use | undefined {
  const { tree } = facts;
  const byKey = shape === 'Map' || shape === 'Record';
  const wanted = byKey ? remove.key : remove.value;
  if (!wanted) return undefined;
  const text = textOf(tree, unwrap(tree, wanted));
  const adds = all.filter((use) => use.kind === 'add');
  if (byKey) return adds.find((add) => add.key && textOf(tree, unwrap(tree, add.key)) === text);
  const binding = bindingOf(facts, wanted);
  return (
    adds.find((add) => add.value && (bindingOf(facts, add.value) ?? NaN) === binding) ??
    adds.find((add) => add.value && contains(add.value, remove.at))
  );
}

function bindingOf(facts: Facts, node: Node | undefined): Binding | undefined {
  const inner = node && unwrap(facts.tree, node);
  if (!inner || facts.tree.kind(inner) !== K.Identifier) return undefined;
  return facts.resolve(inner);
}

/** `p.finally(f).catch(g)` for `p.finally(f)`: the last link of the chain that a call begins. */
export function endOfChain(facts: Facts, call: Node): Node {
  const { tree } = facts;
  let last = call;
  for (;;) {
    const access = wrapped(tree, last).parent;
    const next = access && tree.kind(access) === K.PropertyAccessExpression ? wrapped(tree, access).parent : undefined;
    if (!next || tree.kind(next) !== K.CallExpression || !isChain(facts, next)) return last;
    if (!contains(next.expression!, last)) return last;
    last = next;
  }
}
