/** What an async generator begins and ends by hand: timers, listeners, subscriptions and handles, promises, locks. */
import { callbackOf, functionOfBinding } from '../../core/facts/callgraph.ts';
import type { Binding, Facts, Fn } from '../../core/facts/facts.ts';
import { lockOf, releasedBy } from '../../core/facts/guards/locks.ts';
import { handleOf } from '../../core/facts/handles.ts';
import { calleeName, contains, receiverOf, unawaited, unwrap, wrapped } from '../../core/facts/shapes.ts';
import { K, type Node, textOf } from '../../core/syntax.ts';
import { brief } from '../../core/witness.ts';
import { group, handle, pair, task } from './owned.ts';

export interface Begun {
  readonly kind: 'interval' | 'timeout' | 'listener' | 'handle' | 'promise' | 'lock' | 'group' | 'task';
  /** The call that begins it. */
  readonly call: Node;
  /** As users write it: `timer`, `this.mutex`. */
  readonly name: string;
  /** The local variable that stands for it. */
  readonly handle: Binding | undefined;
  /** The calls, or the `await`s, that end it; in functions inside the generator too. */
  readonly ends: readonly Node[];
  /** The call that would end it, as it's written. */
  readonly ending: string | undefined;
}

const starters = new Map([
  ['setInterval', 'clearInterval'],
  ['setTimeout', 'clearTimeout'],
]);
const listeners = new Map([
  ['addEventListener', 'removeEventListener'],
  ['addListener', 'removeListener'],
  ['prependListener', 'removeListener'],
  ['on', 'off'],
]);
const removers = /^(off|removeListener|removeEventListener)$/;
const made = /^(create|make|open|spawn|fork|exec|connect|launch|build|start)/;

export function* begunIn(facts: Facts, fn: Fn): Iterable<Begun> {
  const { tree } = facts;
  const inside = facts.calls.filter((call) => fn.node.pos <= call.pos && call.end <= fn.node.end);
  for (const call of inside) {
    if (!runsIn(facts, fn, call) || tree.kind(call) === K.NewExpression) continue;
    const begun =
      timer(facts, fn, call, inside) ??
      listener(facts, fn, call, inside) ??
      lock(facts, call, inside) ??
      pair(facts, fn, call, inside) ??
      task(facts, fn, call);
    if (begun) yield begun;
  }
  for (const binding of facts.bindings) {
    const begun = binding.scope.fn === fn ? (group(facts, binding) ?? handle(facts, binding)) : undefined;
    if (begun) yield begun;
  }
}

function timer(facts: Facts, fn: Fn, call: Node, inside: readonly Node[]): Begun | undefined {
  const { tree } = facts;
  const name = calleeName(tree, call) ?? '';
  const end = starters.get(name);
  if (!end || !/^(window|globalThis|global|self)?$/.test(receiverOf(tree, call)?.text ?? '')) return undefined;
  const kept = handleOf(facts, call);
  if (kept && kept.scope.fn !== fn) return undefined;
  const isEnd = (c: Node) =>
    calleeName(tree, c)?.startsWith('clear') && !!kept && isNamed(facts, c.arguments?.[0], kept);
  const { parent } = wrapped(tree, call);
  // Kept in a field, or handed on: others may end it.
  if (!kept && tree.kind(parent) !== K.ExpressionStatement) return undefined;
  const kind = name === 'setInterval' ? 'interval' : 'timeout';
  const ending = kept && `${end}(${kept.name})`;
  return { kind, call, name: kept?.name ?? name, handle: kept, ends: inside.filter(isEnd), ending };
}

function listener(facts: Facts, fn: Fn, call: Node, inside: readonly Node[]): Begun | undefined {
  const { tree } = facts;
  const end = listeners.get(calleeName(tree, call) ?? '');
  const receiver = receiverOf(tree, call);
  const [event, handler, options] = call.arguments ?? [];
  if (!end || !receiver || !event || !handler || (options && /signal/.test(textOf(tree, options)))) return undefined;
  if (isOwn(facts, fn, receiver)) return undefined;
  const at = textOf(tree, receiver);
  const what = textOf(tree, handler);
  const isSame = (c: Node) => {
    const from = receiverOf(tree, c);
    if (!from || textOf(tree, from).replace('?', '') !== at.replace('?', '')) return false;
    if (calleeName(tree, c) === 'removeAllListeners') return true;
    return removers.test(calleeName(tree, c) ?? '') && !!c.arguments?.[1] && textOf(tree, c.arguments[1]) === what;
  };
  const ends = inside.filter(isSame);
  if (!ends.length && !servesGenerator(facts, fn, call)) return undefined;
  const dot = textOf(tree, call.expression!).slice(at.length).startsWith('?') ? '?.' : '.';
  const isNamed = tree.kind(handler) === K.Identifier;
  const ending = ends.length || isNamed ? `${at}${dot}${end}(${textOf(tree, event)}, ${what})` : undefined;
  return { kind: 'listener', call, name: isNamed ? what : brief(tree, call), handle: undefined, ends, ending };
}

/** A function of the generator's own, for what happens again and again: `source.on('line', (line) => queue.push(line))`. */
function servesGenerator(facts: Facts, fn: Fn, call: Node): boolean {
  const { tree } = facts;
  const [event, handler, options] = call.arguments ?? [];
  // Those of a stream go with it, as do those for the end of what they listen to.
  if (options || /^(data|readable|drain|abort|error|close|end|finish|exit|done|disconnect)$/.test(event?.text ?? 'end'))
    return false;
  const inner = unwrap(tree, handler!);
  const binding = tree.kind(inner) === K.Identifier ? facts.resolve(inner) : undefined;
  const own = facts.functionAt(inner) ?? (binding && functionOfBinding(facts, binding));
  return !!own && contains(fn.node, own.node);
}

function lock(facts: Facts, call: Node, inside: readonly Node[]): Begun | undefined {
  const { tree } = facts;
  const key = lockOf(facts, call);
  if (!key || tree.kind(wrapped(tree, call).parent) !== K.AwaitExpression) return undefined;
  const kept = handleOf(facts, call);
  const ends = inside.filter((c) => releasedBy(facts, c) === key);
  const receiver = receiverOf(tree, call);
  if (!ends.length && kept?.kind !== 'using') return undefined;
  return {
    kind: 'lock',
    call,
    name: textOf(tree, receiver ?? call.expression!),
    handle: kept,
    ends,
    ending: undefined,
  };
}

/** In the generator itself, or in what `new Promise` calls at once; one that is awaited there is over behind that. */
function runsIn(facts: Facts, fn: Fn, call: Node): boolean {
  const { tree } = facts;
  const by = facts.functionOf(call);
  if (by === fn) return true;
  const making = callbackOf(facts, by.node)?.call;
  if (making?.expression?.text !== 'Promise' || facts.functionOf(making) !== fn) return false;
  return tree.kind(wrapped(tree, making).parent) !== K.AwaitExpression;
}

/** An emitter that the generator made: its listeners go with it. */
function isOwn(facts: Facts, fn: Fn, receiver: Node): boolean {
  const { tree } = facts;
  let at = unwrap(tree, receiver);
  while (tree.kind(at) === K.PropertyAccessExpression) at = unwrap(tree, at.expression!);
  const binding = tree.kind(at) === K.Identifier ? facts.resolve(at) : undefined;
  if (binding?.scope.fn !== fn || binding.kind === 'parameter') return false;
  // `let server;`, made on the way.
  if (!binding.init) return true;
  const init = unawaited(tree, binding.init);
  return tree.kind(init) === K.NewExpression || made.test(calleeName(tree, init) ?? '');
}

function isNamed(facts: Facts, node: Node | undefined, binding: Binding): boolean {
  const inner = node && unwrap(facts.tree, node);
  return !!inner && facts.tree.kind(inner) === K.Identifier && facts.resolve(inner) === binding;
}
