/** Ways out of a function on which a lock that it took, and gives back elsewhere, stays taken. */
import type { Binding, Facts, Fn } from '../../core/facts/facts.ts';
import { type Graph, type Op, successors } from '../../core/facts/graph.ts';
import {
  acquiredBy,
  acquiredInStep,
  borrowedBy,
  borrowingCalls,
  lockOf,
  releasedBy,
  takingCalls,
  triedBy,
} from '../../core/facts/guards/locks.ts';
import { handleOf } from '../../core/facts/handles.ts';
import { unwrap, wrapped } from '../../core/facts/shapes.ts';
import { ownReturns, placeOf } from '../../core/rewrite/statements.ts';
import { K, type Node, textOf } from '../../core/syntax.ts';
import { blocksBeforeRelease, isRelease, saysIfHeld } from './known.ts';
import { mayThrow } from './may-throw.ts';

export interface Leak {
  readonly fn: Fn;
  /** `this.lock`, as users write it. */
  readonly lock: string;
  /** The call that takes it: `this.lock.acquire()`. */
  readonly acquire: Node;
  /** Where it is given back on the other ways. */
  readonly releases: readonly Node[];
  /** What throws, or the `return`, that leaves with the lock. */
  readonly exit: Node;
  readonly how: 'throws' | 'leaves';
  /** `tried`: those who come later do not wait, they are sent away. `borrowed`: from a pool, which has others. */
  readonly kind: 'awaited' | 'tried' | 'borrowed';
}

interface Place {
  readonly block: number;
  readonly index: number;
}

interface Taking {
  readonly lock: string;
  readonly call: Node;
  readonly from: Place;
}

export function* leaksOf(facts: Facts): Iterable<Leak> {
  const taking = new Set([...takingCalls(facts), ...borrowingCalls(facts)].map((call) => facts.functionOf(call)));
  if (!taking.size || !facts.calls.some((call) => releasedBy(facts, call))) return;
  for (const fn of taking) {
    if (fn.kind === 'module' || fn.kind === 'constructor' || fn.kind === 'initializer') continue;
    const graph = facts.graph(fn);
    const done = new Set<Node>();
    for (const one of takingsOf(facts, graph)) {
      // What stands in a `finally` is in the graph once for each way through it.
      if (done.has(one.call) || handleOf(facts, one.call)?.kind === 'using') continue;
      done.add(one.call);
      const leak = leakOf(facts, graph, one);
      if (leak) yield leak;
    }
  }
}

function* takingsOf(facts: Facts, graph: Graph): Iterable<Taking> {
  for (const block of graph.blocks) {
    for (const [i, op] of block.ops.entries()) {
      const lock = takenBy(facts, op);
      if (lock) yield { ...lock, from: { block: block.id, index: i + 1 } };
    }
    const { branch } = block;
    const tried = branch && triedBy(facts, branch);
    if (!tried) continue;
    const { lock, call, on } = tried;
    yield { lock, call, from: { block: on ? branch.onTrue : branch.onFalse, index: 0 } };
  }
}

/** `await lock.acquire()`, `lock.acquireSync()` */
function takenBy(facts: Facts, op: Op): Omit<Taking, 'from'> | undefined {
  const isCall = op.op === 'call';
  const taken = isCall ? op.node : op.op === 'suspend' ? op.awaited : undefined;
  const lock =
    taken && (isCall ? acquiredInStep(facts, taken) : (acquiredBy(facts, taken) ?? borrowedBy(facts, taken)));
  return lock === undefined ? undefined : { lock, call: unwrap(facts.tree, taken!) };
}

/** The first way out with the lock, if on some other way it is given back before the function ends normally. */
function leakOf(facts: Facts, graph: Graph, { lock, call, from }: Taking): Leak | undefined {
  const releases = new Set<Node>();
  let thrown: Node | undefined;
  let left: Node | undefined;
  const seen = new Set<number>();
  const handle = handleOf(facts, call);
  const kind = kindOf(facts, call);
  const before = blocksBeforeRelease(facts, graph, lock);
  // `failed`: what threw on the way. What a handler gives back does not show who owns the lock otherwise.
  const work: (Place & { failed?: Node })[] = [from];
  while (work.length) {
    const { block: id, index, failed } = work.pop()!;
    const block = graph.blocks[id]!;
    const seenAs = id * 2 + Number(!!failed);
    if (index === 0) {
      if (seen.has(seenAs)) continue;
      seen.add(seenAs);
    }
    let isHeld = true;
    for (const op of block.ops.slice(index)) {
      if (isRelease(facts, op, lock)) {
        if (!failed) releases.add(op.node);
        isHeld = false;
        break;
      }
      // A generator that hands out a value under its lock is another rule's: `yield-in-scope`.
      if (op.op === 'suspend' && op.how === 'yield') return undefined;
      // Of what is done with a client, requests fail.
      if ((kind === 'borrowed' && op.op === 'call') || !mayThrow(facts, op)) continue;
      if (block.handler === undefined) thrown ??= op.node;
      else work.push({ block: block.handler, index: 0, failed: failed ?? op.node });
    }
    if (!isHeld) continue;
    const ways = successors(block);
    const known = block.branch && saysIfHeld(facts, handle, block.branch.test);
    const held = known ? ways.filter((next) => before.has(next)) : ways;
    for (const next of held.length ? held : ways) {
      if (next !== graph.exit) work.push({ block: next, index: 0, ...(failed && { failed }) });
      else if (failed) thrown ??= failed;
      else left ??= returnAfter(facts, graph.fn, call, lock) ?? call;
    }
  }
  if (isHandedOn(facts, handle, graph.fn, kind === 'borrowed')) return undefined;
  // Who leaves with the lock on purpose counts on another function to give it back.
  const isLeft = !isReleasedElsewhere(facts, lock, graph.fn);
  if (!releases.size && !(isLeft && isReleased(facts, lock) && isKeptHere(facts, call, handle))) return undefined;
  if (!releases.size) thrown = undefined;
  const exit = thrown ?? (isLeft ? left : undefined);
  if (!exit) return undefined;
  return {
    fn: graph.fn,
    lock: receiverText(facts, call),
    acquire: call,
    releases: [...releases],
    exit,
    how: thrown ? 'throws' : 'leaves',
    kind,
  };
}

function kindOf(facts: Facts, call: Node): Leak['kind'] {
  if (acquiredBy(facts, call) !== undefined) return 'awaited';
  return lockOf(facts, call) === undefined ? 'borrowed' : 'tried';
}

/** `return release`, `stream.on('end', release)`: somebody else gives it back. Who is given a client works with it. */
function isHandedOn(facts: Facts, binding: Binding | undefined, fn: Fn, isBorrowed: boolean): boolean {
  return (
    !!binding &&
    facts.references(binding).some((use) => {
      const { parent } = wrapped(facts.tree, use);
      const k = parent && facts.tree.kind(parent);
      const isCalled = k === K.CallExpression && unwrap(facts.tree, parent!.expression!) === use;
      const isReceiver = k === K.PropertyAccessExpression;
      const isGivenBack = k === K.CallExpression && (isBorrowed || !!releasedBy(facts, parent!));
      return facts.functionOf(use) !== fn || !(isCalled || isReceiver || isGivenBack || isTested(facts, use));
    })
  );
}

/** `if (!handle)`, `handle === undefined` */
export function isTested({ tree }: Facts, use: Node): boolean {
  const { parent } = wrapped(tree, use);
  const k = parent && tree.kind(parent);
  return k === K.IfStatement || k === K.PrefixUnaryExpression || k === K.BinaryExpression;
}

/** What `acquire` gave is in a local, dropped, or only tested: it is not kept elsewhere, for others to give back. */
function isKeptHere({ tree }: Facts, call: Node, handle: Binding | undefined): boolean {
  if (handle) return handle.kind === 'const' || handle.kind === 'let';
  let at = wrapped(tree, call).parent;
  while (at && (tree.kind(at) === K.AwaitExpression || tree.kind(at) === K.PrefixUnaryExpression))
    at = wrapped(tree, at).parent;
  return !!at && (tree.kind(at) === K.ExpressionStatement || tree.kind(at) === K.IfStatement);
}

/** Where others take this lock they give it back themselves. */
function isReleased(facts: Facts, lock: string): boolean {
  return facts.calls.some((call) => releasedBy(facts, call) === lock);
}

/** Another function gives back what it didn't take. */
function isReleasedElsewhere(facts: Facts, lock: string, fn: Fn): boolean {
  const others = facts.calls.filter((call) => facts.functionOf(call) !== fn);
  const takers = new Set(others.filter((call) => lockOf(facts, call) === lock).map((call) => facts.functionOf(call)));
  return others.some((call) => releasedBy(facts, call) === lock && !takers.has(facts.functionOf(call)));
}

/** The first `return` behind `call` that has no release right in front of it. */
function returnAfter(facts: Facts, fn: Fn, call: Node, lock: string): Node | undefined {
  return ownReturns(facts.tree, fn.node.body ? [fn.node.body] : []).find((statement) => {
    const place = placeOf(facts.tree, statement);
    const before = place?.statements[place.index - 1]?.expression;
    return statement.pos >= call.end && !(before && releasedBy(facts, before) === lock);
  });
}

/** `this.lock` of `this.lock.acquire()`, as users write it. */
export function receiverText({ tree }: Facts, call: Node): string {
  const { expression } = call;
  const receiver =
    expression && tree.kind(expression) === K.PropertyAccessExpression ? expression.expression : expression;
  return textOf(tree, receiver ?? call).replace(/\s+/g, ' ');
}
