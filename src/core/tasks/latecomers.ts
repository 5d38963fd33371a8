/** Who can add to a collection while a function waits for what it held before. */
import type { FileConfig } from '../config.ts';
import { uses } from '../facts/callgraph.ts';
import { type Exposure, exposureOf } from '../facts/exposure.ts';
import type { Facts, Fn } from '../facts/facts.ts';
import type { Op } from '../facts/graph.ts';
import { guardsOf } from '../facts/guards.ts';
import { isSerialised } from '../facts/serialised.ts';
import { calleeName, contains, receiverOf } from '../facts/shapes.ts';
import { isPerInvocation } from '../facts/sharing.ts';
import { lifetimeOf } from '../rewrite/storage.ts';
import type { Node } from '../syntax.ts';
import { textOf } from '../syntax.ts';
import { closes, earlyTestOf, isClosedTo, isEntry, isReopenedTo } from './closing.ts';
import type { Collection } from './collections.ts';
import type { Use } from './uses.ts';

export interface Latecomer {
  readonly use: Use;
  readonly exposure: Exposure;
  /** Tests whether the waiter has begun, too early: the add comes after another suspension. */
  readonly tested: Node | undefined;
}

export type LatecomerConfig = Pick<FileConfig, 'strict' | 'perRequestTypes'>;

/** The add with the best evidence; `undefined`: none can come between the wait and what follows it. */
export function latecomerOf(
  facts: Facts,
  config: LatecomerConfig,
  collection: Collection,
  waiter: Fn,
  suspension: Node,
): Latecomer | undefined {
  const { root } = collection.location;
  if (root.kind === 'this' && isPerInvocation(facts, root.owner, config)) return undefined;
  const lifetime = lifetimeOf(collection.storage);
  const closing = closes(facts, waiter, suspension);
  let best: Latecomer | undefined;
  for (const use of collection.uses) {
    if (use.kind !== 'add') continue;
    const exposure = evidence(facts, use, waiter, lifetime);
    if (!exposure || isExcluded(facts, use, waiter, suspension)) continue;
    if (isClosedTo(facts, use.fn, use.at, closing)) continue;
    const isCertain = config.strict || hasCallers(exposure) || !isLifecycle(facts, use.fn);
    if (!isCertain && !isReopenedTo(facts, use.fn, use.at, closing)) continue;
    if ((!exposure.public || !isEntry(use.fn)) && isUnsubscribed(facts, exposure, waiter, suspension)) continue;
    if (!best || rank(exposure) > rank(best.exposure))
      best = { use, exposure, tested: earlyTestOf(facts, use.fn, use.at, closing) };
  }
  return best;
}

function rank(exposure: Exposure): number {
  return exposure.event ? 3 : exposure.floating || exposure.parallel ? 2 : 1;
}

function evidence(facts: Facts, { fn }: Use, waiter: Fn, lifetime: Fn | undefined): Exposure | undefined {
  if (fn.kind === 'module' || fn.kind === 'initializer' || fn === lifetime) return undefined;
  const exposure = exposureOf(facts, fn, lifetime);
  if (hasCallers(exposure)) return exposure;
  // What only the waiter itself calls, or adds, it does not do while it waits.
  if (!exposure.public || isOnlyWithin(facts, fn, waiter)) return undefined;
  return exposure;
}

/** It is known from where it is called beside the wait, not only that it can be. */
function hasCallers(exposure: Exposure): boolean {
  return !!(exposure.event || exposure.parallel || exposure.floating);
}

function isOnlyWithin(facts: Facts, fn: Fn, waiter: Fn, seen: ReadonlySet<Fn> = new Set()): boolean {
  if (fn === waiter || seen.has(fn)) return true;
  if (isEntry(fn)) return false;
  const sites = uses(facts, fn);
  if (!sites.length)
    return !!fn.parent && fn.parent.kind !== 'module' && isOnlyWithin(facts, fn.parent, waiter, new Set([...seen, fn]));
  return sites.every(({ call }) => call && isOnlyWithin(facts, facts.functionOf(call), waiter, new Set([...seen, fn])));
}

const beginning =
  /^(start|init|initialize|initialise|open|listen|connect|launch|boot|bootstrap|setup|resume|activate|mount|restart|begin)/i;

/** `start()`: called once before the wait, not while somebody waits for the end. */
function isLifecycle(facts: Facts, fn: Fn, seen: ReadonlySet<Fn> = new Set()): boolean {
  if (seen.has(fn)) return true;
  const isStart = beginning.test(fn.name ?? '') && !fn.node.parameters?.length;
  if (isStart || fn.kind === 'constructor') return true;
  if (isEntry(fn)) return false;
  const callers = uses(facts, fn).map(({ node }) => facts.functionOf(node));
  const inner = fn.parent && fn.parent.kind !== 'module' && !callers.length ? [fn.parent] : callers;
  return inner.length > 0 && inner.every((caller) => isLifecycle(facts, caller, new Set([...seen, fn])));
}

/** Both run under one lock, one after the other, or the waiter adds only to itself. */
function isExcluded(facts: Facts, { fn, at }: Use, waiter: Fn, suspension: Node): boolean {
  if (isSerialised(facts, fn) && isSerialised(facts, waiter)) return true;
  const held = guardsAt(facts, waiter, suspension);
  const own = guardsAt(facts, fn, at);
  return [...held].some((guard) => own.has(guard) && !guard.startsWith('flag:'));
}

function guardsAt(facts: Facts, fn: Fn, node: Node): ReadonlySet<string> {
  for (const block of facts.graph(fn).blocks) {
    const op = block.ops.find((o: Op) => o.node === node);
    if (op) return guardsOf(facts, fn).at(op)?.guards ?? new Set();
  }
  return new Set();
}

const unsubscribing =
  /^(off|removeListener|removeAllListeners|removeEventListener|unsubscribe|clearInterval|clearTimeout|unwatch|disconnect)$/;
const ending = /^(close|stop|dispose|destroy|end|terminate|abort|unsubscribe|cancel|off)/;

/** Before it waits, the waiter takes away the handler that adds: `clearInterval(…)`, `server.close()`. */
function isUnsubscribed(facts: Facts, { event }: Exposure, waiter: Fn, suspension: Node): boolean {
  if (!event) return false;
  const source = receiverOf(facts.tree, event);
  const sourceText = source && textOf(facts.tree, source);
  return facts.calls.some((call) => {
    if (call.pos >= suspension.pos || !contains(waiter.node, call)) return false;
    const name = calleeName(facts.tree, call) ?? '';
    if (unsubscribing.test(name)) return true;
    const receiver = receiverOf(facts.tree, call);
    return ending.test(name) && !!receiver && textOf(facts.tree, receiver) === sourceText;
  });
}
