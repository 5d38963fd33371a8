/**
 * Functions whose invocations never overlap because of how they are called: callbacks of a lock or a queue, run-once
 * initialisers, bodies behind a kept promise, private helpers that are only called under a guard.
 */
import type { Node } from '../syntax.ts';
import { K } from '../syntax.ts';
import { callbackUse } from './callbacks.ts';
import { callbackOf, calleeOf, throughBind, uses } from './callgraph.ts';
import { exposureOf, inParallelArray } from './exposure.ts';
import type { Facts, Fn } from './facts.ts';
import type { Op } from './graph.ts';
import { guardsOf } from './guards.ts';
import { baseOf } from './locations.ts';
import { calleeName, contains, isFloating, receiverOf, unwrap, wrapped } from './shapes.ts';
import { isRunInTurn } from './turns.ts';
import { runsCallbackAlone } from './wrappers.ts';

const known = new WeakMap<Fn, boolean>();

export function isSerialised(facts: Facts, fn: Fn): boolean {
  let answer = known.get(fn);
  if (answer === undefined) {
    answer = isAlone(facts, fn, new Set());
    known.set(fn, answer);
  }
  return answer;
}

/** `seen`: whose callers are being looked at. */
function isAlone(facts: Facts, fn: Fn, seen: ReadonlySet<Fn>): boolean {
  if (seen.has(fn)) return false;
  const visited = new Set([...seen, fn]);
  if (fn.kind === 'module' || fn.kind === 'constructor' || isRunInTurn(facts, fn)) return true;
  const sites: Node[] = [];
  const handedOn: Node[] = [];
  const iife = immediateCall(facts, fn);
  if (iife) sites.push(iife);
  else if (callbackOf(facts, fn.node)) handedOn.push(fn.node);
  for (const { node, call } of uses(facts, fn)) {
    if (call) sites.push(call);
    else handedOn.push(throughBind(facts, node));
  }
  if (!sites.length && !handedOn.length) return false;
  if (isReachableFromOutside(facts, fn)) return false;
  return (
    sites.every((call) => isGuardedCall(facts, fn, call, visited)) &&
    handedOn.every((node) => isGuardedCallback(facts, node, visited))
  );
}

function isReachableFromOutside(facts: Facts, fn: Fn): boolean {
  if (fn.member) return fn.member.access !== 'private';
  const binding = fn.name ? facts.lookup(fn.name, fn.node.parent ?? fn.node) : undefined;
  return !!binding?.exported && (binding.declaration === fn.node || binding.init === fn.node);
}

function immediateCall(facts: Facts, fn: Fn): Node | undefined {
  const outer = wrapped(facts.tree, fn.node);
  const parent = outer.parent;
  return parent && facts.tree.kind(parent) === K.CallExpression && parent.expression === outer ? parent : undefined;
}

function isGuardedCallback(facts: Facts, node: Node, seen: ReadonlySet<Fn>): boolean {
  const callback = callbackOf(facts, node);
  if (!callback) return false;
  switch (callbackUse(facts, callback.call)) {
    case 'region':
    case 'once':
    case 'sequence':
      return true;
    case 'same':
      return isQueueTail(facts, callback.call) || isGuardedCall(facts, undefined, callback.call, seen);
    default: {
      const wrapper = calleeOf(facts, callback.call);
      return isQueueTail(facts, callback.call) || (!!wrapper && runsCallbackAlone(facts, wrapper, callback.index));
    }
  }
}

/** `fn`: what it calls, where that is of this file. */
function isGuardedCall(facts: Facts, fn: Fn | undefined, call: Node, seen: ReadonlySet<Fn>): boolean {
  const caller = facts.functionOf(call);
  if (isMemoised(facts, caller, call)) return true;
  const op = opOf(facts, caller, call);
  if (op && guardsOf(facts, caller).at(op)?.guards.size) return true;
  // Recursion that is waited for goes on where it came in.
  if (seen.has(caller) && !isFloating(facts.tree, call)) return true;
  // `f(); f();`
  const isBegun = isFloating(facts.tree, call) || inParallelArray(facts, call);
  if (fn && isBegun && exposureOf(facts, fn).floating) return false;
  return isAlone(facts, caller, seen);
}

export function opOf(facts: Facts, fn: Fn, call: Node): Op | undefined {
  for (const block of facts.graph(fn).blocks) {
    const found = block.ops.find((op) => op.op === 'call' && op.node === call);
    if (found) return found;
  }
  return undefined;
}

/** `this.queue = this.queue.then(f)`: every link of the chain starts after the one before has ended. */
export function isQueueTail(facts: Facts, call: Node): boolean {
  const { tree } = facts;
  const name = calleeName(tree, call);
  if (name !== 'then' && name !== 'finally' && name !== 'catch') return false;
  let receiver = receiverOf(tree, call);
  // `this.tail.catch(() => {}).then(f)`
  while (receiver && tree.kind(unwrap(tree, receiver)) === K.CallExpression)
    receiver = receiverOf(tree, unwrap(tree, receiver));
  const tail = receiver && tailLocation(facts, receiver);
  if (!tail) return false;
  for (const block of facts.graph(facts.functionOf(call)).blocks) {
    for (const op of block.ops) if (op.op === 'write' && op.how !== 'declare' && op.location.key === tail) return true;
  }
  return false;
}

function tailLocation(facts: Facts, receiver: Node): string | undefined {
  const base = baseOf(facts, receiver);
  if (!base) return undefined;
  // `(this.queues.get(key) ?? Promise.resolve()).then(f)` kept under the same key has no plain location; see `isMemoised`.
  return base.path.length || base.root.kind === 'binding' ? base.key : undefined;
}

/** The call's promise is kept where this segment has just tested that none is kept: `this.p ??= this.load()`. */
export function isMemoised(facts: Facts, caller: Fn, call: Node): boolean {
  const guards = guardsOf(facts, caller);
  for (const block of facts.graph(caller).blocks) {
    for (const op of block.ops) {
      if (op.op !== 'write' || op.how === 'declare' || !op.value) continue;
      const holds = contains(op.value, call) || isLocalHolding(facts, op.value, call);
      if (!holds || hasAwaitAround(facts, call, op.value)) continue;
      if (op.how === 'logical' || guards.at(op)?.tested.has(op.location.key)) return true;
    }
  }
  return false;
}

function isLocalHolding(facts: Facts, value: Node, call: Node): boolean {
  const inner = unwrap(facts.tree, value);
  if (facts.tree.kind(inner) !== K.Identifier) return false;
  const init = facts.resolve(inner)?.init;
  return !!init && contains(init, call) && !hasAwaitAround(facts, call, init);
}

/** There is an `await` between the call and the value: what is kept is its result, not its promise. */
function hasAwaitAround(facts: Facts, call: Node, value: Node): boolean {
  for (let at = call.parent; at; at = at.parent) {
    if (facts.tree.kind(at) === K.AwaitExpression) return true;
    if (at === value || facts.functionAt(at)) return false;
  }
  return false;
}
