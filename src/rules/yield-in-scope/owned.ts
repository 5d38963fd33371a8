/** What a generator has for itself: handles, promises, groups, tasks, and what it starts and closes of others. */
import { calleeOf } from '../../core/facts/callgraph.ts';
import type { Binding, Facts, Fn } from '../../core/facts/facts.ts';
import { lockOf } from '../../core/facts/guards/locks.ts';
import { calleeName, contains, isFloating, receiverOf, unwrap, wrapped } from '../../core/facts/shapes.ts';
import { ownNodes } from '../../core/rewrite/statements.ts';
import { K, type Node, textOf } from '../../core/syntax.ts';
import { brief } from '../../core/witness.ts';
import type { Begun } from './begun.ts';

const disposers =
  /^(close|dispose|destroy|disconnect|kill|terminate|quit|shutdown|end|stop|unsubscribe|abort|cancel|remove|detach|release)$/;
/** `const stop = watch(…)`, `const unsubscribe = …` */
const stoppers = /^(stop|off|un[a-z]|dispose|cancel|close|remove|clear|cleanup|detach|teardown|disconnect)/;
/** `this.query.start()` … `this.query.close()` */
const pairs = new Map([
  ['start', /^(stop|close|end|shutdown)$/],
  ['open', /^close$/],
  ['connect', /^(disconnect|close|end)$/],
  ['begin', /^(end|commit|finish)$/],
  ['enter', /^exit$/],
  ['attach', /^detach$/],
  ['subscribe', /^unsubscribe$/],
  ['suspend', /^resume$/],
]);
/** Begun and ended by methods of what is not the generator's own. */
export function pair(facts: Facts, fn: Fn, call: Node, inside: readonly Node[]): Begun | undefined {
  const { tree } = facts;
  const end = pairs.get(calleeName(tree, call) ?? '');
  const receiver = receiverOf(tree, call);
  if (!end || !receiver) return undefined;
  const name = textOf(tree, receiver);
  const local = tree.kind(unwrap(tree, receiver)) === K.Identifier ? facts.resolve(unwrap(tree, receiver)) : undefined;
  // What it made itself is a handle.
  if (local?.init && local.scope.fn === fn) return undefined;
  const isEnd = (c: Node) => end.test(calleeName(tree, c) ?? '') && textOf(tree, receiverOf(tree, c) ?? c) === name;
  const ends = inside.filter(isEnd);
  return ends.length ? { kind: 'handle', call, name, handle: undefined, ends, ending: undefined } : undefined;
}

/** `void pump();` of a function inside the generator that loops: it works for nobody else. */
export function task(facts: Facts, fn: Fn, call: Node): Begun | undefined {
  const { tree } = facts;
  const callee = isFloating(tree, call) ? calleeOf(facts, call) : undefined;
  const body = callee?.async && callee !== fn && contains(fn.node, callee.node) ? callee.node.body : undefined;
  const goesOn = (node: Node) => {
    const k = tree.kind(node);
    return k === K.WhileStatement || k === K.DoStatement || (k === K.ForOfStatement && !!node.awaitModifier);
  };
  if (!body || !ownNodes(tree, [body], goesOn).length) return undefined;
  return { kind: 'task', call, name: brief(tree, call), handle: undefined, ends: [], ending: undefined };
}

/** `await using group = new TaskGroup()` */
export function group({ tree }: Facts, binding: Binding): Begun | undefined {
  const call = binding.kind === 'using' && binding.init && unwrap(tree, binding.init);
  if (!call || tree.kind(call) !== K.NewExpression || calleeName(tree, call) !== 'TaskGroup') return undefined;
  return { kind: 'group', call, name: binding.name, handle: binding, ends: [], ending: undefined };
}

/** `const socket = await connect()`, with a `socket.close()`; `const answer = ask()`, with an `await answer`. */
export function handle(facts: Facts, binding: Binding): Begun | undefined {
  const { tree } = facts;
  const { init, path, kind } = binding;
  if (!init || !path || path.length > 1 || (kind !== 'const' && kind !== 'let')) return undefined;
  let call = unwrap(tree, init);
  const isAwaited = tree.kind(call) === K.AwaitExpression;
  if (isAwaited) call = unwrap(tree, call.expression!);
  const k = tree.kind(call);
  if (k !== K.CallExpression && k !== K.NewExpression) return undefined;
  const callee = calleeName(tree, call) ?? '';
  if (lockOf(facts, call) || /^set(Interval|Timeout)$/.test(callee)) return undefined;
  const ends: Node[] = [];
  const awaits: Node[] = [];
  for (const use of facts.references(binding)) {
    const { parent } = wrapped(tree, use);
    const over = parent && tree.kind(parent);
    // A loop over it ends it on every way out of the loop, and so does `yield*`; who is given it may end it.
    if (over === K.ForOfStatement || over === K.YieldExpression || over === K.ReturnStatement) return undefined;
    if (over === K.AwaitExpression && !isAwaited) awaits.push(parent);
    const called = over === K.PropertyAccessExpression ? wrapped(tree, parent).parent : parent;
    if (!called || tree.kind(called) !== K.CallExpression || !contains(called.expression!, use)) continue;
    if (over === K.PropertyAccessExpression ? disposers.test(parent.name?.text ?? '') : stoppers.test(binding.name))
      ends.push(called);
  }
  if (ends.length) return { kind: 'handle', call, name: binding.name, handle: binding, ends, ending: undefined };
  // With any other use somebody may look after it.
  if (path.length || !awaits.length || awaits.length < facts.references(binding).length) return undefined;
  return { kind: 'promise', call, name: binding.name, handle: binding, ends: awaits, ending: undefined };
}
