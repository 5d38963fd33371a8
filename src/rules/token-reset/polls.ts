/** Where running work looks at a flag or a kept controller again after it has suspended: what it sees may be another's. */
import { callbackOf, calleeOf } from '../../core/facts/callgraph.ts';
import type { Facts, Fn } from '../../core/facts/facts.ts';
import { type Graph, type Op, successors } from '../../core/facts/graph.ts';
import { type Location, locationOf } from '../../core/facts/locations.ts';
import { calleeName, receiverOf, unwrap } from '../../core/facts/shapes.ts';
import { K, type Node } from '../../core/syntax.ts';
import type { Flag } from './flags.ts';
import { isPartOf, looksAtToken } from './own-tokens.ts';

export interface Poll {
  /** The function that suspends. */
  readonly fn: Fn;
  readonly suspension: Node;
  /** What it looks at afterwards, in `fn` or in a helper. */
  readonly node: Node;
  readonly helper: Fn | undefined;
}

/** At most one for a function. */
export function pollsOf(facts: Facts, flag: Flag): Poll[] {
  const found = new Map<Fn, Poll>();
  for (const fn of facts.functions) {
    const poll = (fn.suspends ? pollIn(facts, flag, fn) : undefined) ?? pollInReaction(facts, flag, fn);
    if (poll && !found.has(poll.fn)) found.set(poll.fn, poll);
  }
  return [...found.values()];
}

/** `load().then((page) => { if (this.stopped) return; … })`: the function that waits is the one around. */
function pollInReaction(facts: Facts, flag: Flag, fn: Fn): Poll | undefined {
  const call = callbackOf(facts, fn.node)?.call;
  if (!call || !fn.parent || !/^(?:then|catch|finally)$/.test(calleeName(facts.tree, call) ?? '')) return undefined;
  const suspension = receiverOf(facts.tree, call);
  if (!suspension) return undefined;
  const graph = facts.graph(fn);
  const hit = firstAfter(facts, flag, graph, suspension, { id: graph.entry, index: 0 });
  return hit && { fn: fn.parent, suspension, ...hit };
}

function pollIn(facts: Facts, flag: Flag, fn: Fn): Poll | undefined {
  const graph = facts.graph(fn);
  for (const { id, ops } of graph.blocks) {
    for (const [i, op] of ops.entries()) {
      const isWait = op.op === 'suspend' && !asksForOthers(flag, fn, op.node);
      const hit = isWait ? firstAfter(facts, flag, graph, op.node, { id, index: i + 1 }) : undefined;
      if (hit) return { fn, suspension: op.node, ...hit };
    }
  }
  return undefined;
}

/** It makes a controller of its own only after this wait: until then it asks whether another run is under way. */
function asksForOthers({ kind, resets }: Flag, fn: Fn, suspension: Node): boolean {
  const own = kind === 'flag' ? [] : resets.filter((site) => site.fn === fn);
  return own.length > 0 && own.every(({ node }) => node.pos >= suspension.end);
}

interface Place {
  readonly id: number;
  readonly index: number;
}

/** Up to where the function itself sets, resets or replaces it. */
function firstAfter(
  facts: Facts,
  flag: Flag,
  graph: Graph,
  suspension: Node,
  from: Place,
): Omit<Poll, 'fn' | 'suspension'> | undefined {
  const isOwn = flag.resets.some(({ fn, node }) => fn === graph.fn && node.end <= suspension.pos);
  const seen = new Set<number>();
  const work = [from];
  next: while (work.length) {
    const { id, index } = work.shift()!;
    const block = graph.blocks[id]!;
    for (const op of block.ops.slice(index)) {
      if (looksAt(facts, flag, op) || (isOwn && handsOn(facts, flag, op))) return { node: op.node, helper: undefined };
      if (takesOver(flag, op)) continue next;
      const helper = op.op === 'call' ? helperOf(facts, op.node) : undefined;
      if (helper && flag.resets.some(({ fn }) => fn === helper)) continue next;
      const inside = helper && helper !== graph.fn ? firstLook(facts, flag, helper) : undefined;
      if (inside) return { node: op.node, helper };
    }
    const ways = successors(block);
    if (block.handler !== undefined) ways.push(block.handler);
    for (const to of ways) {
      if (seen.has(to)) continue;
      seen.add(to);
      work.push({ id: to, index: 0 });
    }
  }
  return undefined;
}

/** From here on the function looks at what it has set itself. */
function takesOver({ kind, location, resets }: Flag, op: Op): boolean {
  if (kind === 'token') return op.op === 'call' && resets.some(({ node }) => node === op.node);
  return op.op === 'write' && op.location.key === location.key;
}

/** A synchronous function of the file. */
function helperOf(facts: Facts, call: Node): Fn | undefined {
  const fn = calleeOf(facts, call);
  return fn && !fn.async && !fn.generator ? fn : undefined;
}

export function firstLook(facts: Facts, flag: Flag, fn: Fn): Node | undefined {
  for (const { ops } of facts.graph(fn).blocks) for (const op of ops) if (looksAt(facts, flag, op)) return op.node;
  return undefined;
}

/** What a controller, or a source of tokens, has to look at. */
const looks: readonly (readonly [handle: string, asks: string])[] = [
  ['signal', 'aborted'],
  ['token', 'isCancellationRequested'],
];

/** The flag itself is read; of a controller `signal.aborted` or `signal.throwIfAborted()`, not through a local that keeps it. */
export function looksAt(facts: Facts, { kind, location }: Flag, op: Op): boolean {
  const { key } = location;
  if (kind === 'token') return looksAtToken(facts, location, op);
  if (op.op === 'read') {
    if (kind === 'flag') return op.location.key === key;
    return looks.some(([handle, asks]) => op.location.key === `${key}.${handle}.${asks}`) && isLive(facts, op.node);
  }
  if (kind === 'flag' || op.op !== 'call' || calleeName(facts.tree, op.node) !== 'throwIfAborted') return false;
  const receiver = receiverOf(facts.tree, op.node);
  return !!receiver && isHandle(facts, location, receiver);
}

/** `this.controller.signal`, `this.source.token`: through no local. */
export function isHandle(facts: Facts, { key }: Location, node: Node): boolean {
  const found = locationOf(facts, node)?.key;
  return looks.some(([handle]) => found === `${key}.${handle}`) && isLive(facts, node);
}

/** `fetch(url, { signal: this.controller.signal })` by a run that has made a controller of its own before. */
function handsOn(facts: Facts, { kind, location }: Flag, op: Op): boolean {
  if (kind === 'flag' || op.op !== 'read') return false;
  if (kind === 'token') return isPartOf(facts, location.key, op.node, ['signal']);
  return isHandle(facts, location, op.node) && facts.tree.kind(op.node.parent) !== K.PropertyAccessExpression;
}

/** `this.controller.signal.aborted`, and not `signal.aborted` of `const { signal } = this.controller`. */
function isLive(facts: Facts, path: Node): boolean {
  const { tree } = facts;
  let at = unwrap(tree, path);
  while (tree.kind(at) === K.PropertyAccessExpression) at = unwrap(tree, at.expression!);
  if (tree.kind(at) === K.ThisKeyword) return true;
  const location = locationOf(facts, path);
  const binding = tree.kind(at) === K.Identifier ? facts.resolve(at) : undefined;
  if (!binding || !location) return false;
  if (location.root.kind === 'binding' && location.root.binding === binding) return true;
  return !!binding.init && tree.kind(unwrap(tree, binding.init)) === K.ThisKeyword;
}
