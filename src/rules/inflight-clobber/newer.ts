/** How a newer entry can come under the key while the task of the older one is in flight. */
import { calleeOf, uses } from '../../core/facts/callgraph.ts';
import { effectsOf } from '../../core/facts/effects.ts';
import type { Facts, Fn } from '../../core/facts/facts.ts';
import type { Op } from '../../core/facts/graph.ts';
import { guardsOf } from '../../core/facts/guards.ts';
import { baseOf } from '../../core/facts/locations.ts';
import { calleeName, contains, receiverOf, unwrap } from '../../core/facts/shapes.ts';
import { valueLocation } from '../../core/facts/tests.ts';
import { ownNodes } from '../../core/rewrite/statements.ts';
import { K, type Node, textOf } from '../../core/syntax.ts';
import { isEntry, isReachedAtOnce, isRemoval, type Write } from './ends.ts';
import type { Entry } from './entries.ts';
import { baseKey, isNewKey, lastName, mentionsOf } from './keys.ts';
import { shutsForGood } from './shut.ts';

export type Newer =
  /** The entry is dropped from outside: the next one finds its place free. */
  | { readonly kind: 'reset'; readonly removal: Write; readonly fn: Fn }
  /** The same code again, which ends the older task and goes on with its own. */
  | { readonly kind: 'replaced'; readonly ends: Node }
  /** The same code again. */
  | { readonly kind: 'again' }
  /** Another function puts its own there. */
  | { readonly kind: 'other'; readonly write: Write; readonly fn: Fn };

export function newersOf(facts: Facts, entry: Entry): Newer[] {
  const found: Newer[] = [];
  const { write, fn: maker, end, location } = entry;
  if (!isOncePerObject(entry) && !isJoined(facts, maker, write) && !isNewKey(facts, entry)) {
    const ends = endOfOlder(facts, entry);
    found.push(ends ? { kind: 'replaced', ends } : { kind: 'again' });
  }
  for (const fn of functionsWith(facts, entry)) {
    if (fn === end.fn || contains(maker.node, fn.node) || fn.kind === 'constructor' || fn.kind === 'initializer')
      continue;
    const own = writesOf(facts, fn, baseKey(location));
    const other = own.find((op) => isEntry(facts, op));
    const removal = own.find((op) => isDropped(facts, op) && isReachedAtOnce(facts, fn, op));
    if (other && !isJoined(facts, fn, other)) found.push({ kind: 'other', write: other, fn });
    else if (removal && !other && !isHelperOf(facts, fn, entry) && opens(facts, fn, removal, entry))
      found.push({ kind: 'reset', removal, fn });
  }
  return found;
}

/** A constructor fills the field first: nothing of its own can come after it. */
function isOncePerObject({ fn, location }: Entry): boolean {
  return fn.kind === 'constructor' && location.root.kind === 'this';
}

function isDropped(facts: Facts, op: Write): boolean {
  return op.method === 'clear' || isRemoval(facts, op);
}

function opsOf(facts: Facts, fn: Fn): Op[] {
  return facts.graph(fn).blocks.flatMap((block) => block.ops);
}

function writesOf(facts: Facts, fn: Fn, base: string): Write[] {
  return opsOf(facts, fn).filter((op): op is Write => op.op === 'write' && baseKey(op.location) === base);
}

/** Whoever finds an entry joins it, or gives up: one is made only where none is, or by one function at a time. */
function isJoined(facts: Facts, fn: Fn, write: Write): boolean {
  const guards = guardsOf(facts, fn);
  const held = guards.at(write);
  if (write.how === 'logical' || !held || held.guards.size || held.tested.has(write.location.key)) return true;
  const base = baseKey(write.location);
  const isThrow = (node: Node) => facts.tree.kind(node) === K.ThrowStatement;
  const own = (key: string) => key === base || key.startsWith(`${base}[`);
  for (const op of opsOf(facts, fn)) {
    // A state tested before the entry is made, and set after it.
    if (op.op === 'suspend' && op.node.pos > write.node.pos && guards.at(op)?.guards.size) return true;
    if (op.node.pos >= write.node.pos) continue;
    if (op.op === 'read' && isGetterOf(facts, op, lastName(write.location))) return true;
    const callee = op.op === 'call' ? calleeOf(facts, op.node) : undefined;
    if (!callee || callee === fn || ![...effectsOf(facts, callee).tests].some(own)) continue;
    // `this.assertIdle()` throws; what a helper does for itself keeps nobody out.
    const isAsked = facts.tree.kind(op.node.parent) !== K.ExpressionStatement;
    if (isAsked || ownNodes(facts.tree, [callee.node.body ?? callee.node], isThrow).length) return true;
  }
  return false;
}

/** What keeps others out besides the entry itself: `this.isProcessing`, tested before and set. */
function flagsOf(facts: Facts, fn: Fn, write: Write): string[] {
  const guards = guardsOf(facts, fn);
  const next = opsOf(facts, fn).find((op) => op.op === 'suspend' && op.node.pos > write.node.pos);
  const held = new Set([write, next].flatMap((op) => [...((op && guards.at(op)?.guards) ?? [])]));
  return [...held].filter((guard) => !guard.startsWith(`flag:${write.location.key}`));
}

/** It lets others in again, and tells none of those whom the maker asks before it begins: `this.state.set('stopping')`. */
function opens(facts: Facts, fn: Fn, removal: Write, { fn: maker, write }: Entry): boolean {
  const { sync } = effectsOf(facts, fn);
  if (!flagsOf(facts, maker, write).every((flag) => sync.has(flag.replace(/^flag:|[+-]$/g, '')))) return false;
  const tested = guardsOf(facts, maker).at(write)?.tested ?? new Set();
  if (shutsForGood(facts, fn, removal.node, tested)) return false;
  const asked = [...tested];
  return !opsOf(facts, fn).some((op) => {
    const receiver = op.op === 'call' ? receiverOf(facts.tree, op.node) : undefined;
    const told = receiver && baseOf(facts, receiver);
    return !!told?.path.length && asked.some((key) => key.startsWith(`${told.key}.`));
  });
}

/** `if (this.isRunning) return;` */
function isGetterOf(facts: Facts, { location: { root, path } }: Extract<Op, { op: 'read' }>, name: string): boolean {
  const member = root.kind === 'this' ? root.owner.members.get(path[0] ?? '') : undefined;
  return member?.kind === 'getter' && textOf(facts.tree, member.declaration).includes(name);
}

const ending = /^(abort|cancel|close|stop|dispose|destroy|kill|terminate|reject|unsubscribe|interrupt)/i;

/** `this.controller?.abort()` before it is replaced, in place or in a helper. */
function endOfOlder(facts: Facts, { write, fn }: Entry): Node | undefined {
  const calls = opsOf(facts, fn).filter((op) => op.op === 'call' && op.node.pos < write.node.pos);
  return calls.find(({ node }) => ends(facts, node, baseKey(write.location)) || helperEnds(facts, node, write))?.node;
}

function helperEnds(facts: Facts, call: Node, { location }: Write): boolean {
  const helper = calleeOf(facts, call);
  return !!helper && opsOf(facts, helper).some((op) => op.op === 'call' && ends(facts, op.node, baseKey(location)));
}

function ends(facts: Facts, call: Node, base: string): boolean {
  const { tree } = facts;
  const receiver = receiverOf(tree, call);
  if (!receiver || !ending.test(calleeName(tree, call) ?? '')) return false;
  const inner = unwrap(tree, receiver);
  const init = tree.kind(inner) === K.Identifier ? facts.resolve(inner)?.init : undefined;
  return [inner, init].some((node) => {
    const location = node && valueLocation(facts, node);
    return !!location && baseKey(location) === base;
  });
}

function functionsWith(facts: Facts, { location, fn }: Entry): Set<Fn> {
  const found = new Set(mentionsOf(facts, location).map((node) => facts.functionOf(node)));
  found.delete(fn);
  return found;
}

/** Only the task, or who begins it, calls it. */
function isHelperOf(facts: Facts, helper: Fn, { fn, end }: Entry): boolean {
  const sites = uses(facts, helper);
  return sites.length > 0 && sites.every(({ call }) => !!call && [fn, end.fn].includes(facts.functionOf(call)));
}
