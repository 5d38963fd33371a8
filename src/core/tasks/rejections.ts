/** Whether a promise can reject, as far as its making shows. Errs towards "no": a finding that says "yes" must be right. */
import { calleeOf, uses } from '../facts/callgraph.ts';
import type { Binding, Facts, Fn } from '../facts/facts.ts';
import { calleeName, isFunction, receiverOf, unwrap } from '../facts/shapes.ts';
import type { Node } from '../syntax.ts';
import { K } from '../syntax.ts';
import { isEntry } from './closing.ts';

/** `safeParse`, `trySend`: named for not failing. */
const careful = /^(safe|try)[A-Z]/;
const never = /^(sleep|delay|wait|setTimeout|setImmediate|nextTick|allSettled|resolve|timeout|pause)$/i;

export function canReject(facts: Facts, node: Node, depth = 0): boolean {
  const { tree } = facts;
  const inner = unwrap(tree, node);
  if (depth > 6) return true;
  switch (tree.kind(inner)) {
    case K.Identifier: {
      const binding = facts.resolve(inner);
      if (binding?.kind === 'parameter') return parameterRejects(facts, binding, depth);
      if (binding && !binding.init) return loopRejects(facts, binding, depth);
      // `const { promise, resolve } = Promise.withResolvers()`: somebody settles it, and knows how.
      return !!binding?.init && !binding.path?.length && canReject(facts, binding.init, depth + 1);
    }
    case K.PropertyAccessExpression:
    case K.ElementAccessExpression:
      return false;
    case K.NewExpression:
      return inner.expression?.text === 'Promise' && executorRejects(facts, inner);
    case K.CallExpression:
      return callRejects(facts, inner, depth);
    case K.ConditionalExpression:
      return canReject(facts, inner.whenTrue!, depth + 1) || canReject(facts, inner.whenFalse!, depth + 1);
    default:
      return true;
  }
}

/** `for (const task of tasks)` over a parameter. */
function loopRejects(facts: Facts, { declaration }: Binding, depth: number): boolean {
  const { tree } = facts;
  const loop = declaration.parent?.parent;
  if (!loop || tree.kind(loop) !== K.ForOfStatement) return false;
  const list = unwrap(tree, loop.expression!);
  const binding = tree.kind(list) === K.Identifier ? facts.resolve(list) : undefined;
  return binding?.kind === 'parameter' && parameterRejects(facts, binding, depth);
}

/** What the callers give, where they are all known. */
function parameterRejects(facts: Facts, { ident, scope }: Binding, depth: number): boolean {
  const { fn } = scope;
  const index = fn.node.parameters?.findIndex((p) => p.name === ident) ?? -1;
  const sites = uses(facts, fn);
  if (index < 0 || isEntry(fn) || !sites.length) return true;
  const isRest = !!fn.node.parameters?.[index]?.dotDotDotToken;
  return sites.some(({ call }) => {
    const given = call?.arguments?.slice(index, isRest ? undefined : index + 1) ?? [];
    return !given.length || given.some((argument) => canReject(facts, argument, depth + 1));
  });
}

function callRejects(facts: Facts, call: Node, depth: number): boolean {
  const { tree } = facts;
  const name = calleeName(tree, call) ?? '';
  const receiver = receiverOf(tree, call);
  const [first, second] = call.arguments ?? [];
  if (receiver && name === 'catch') return !!first && handlerThrows(facts, first);
  if (receiver && name === 'then')
    return second
      ? handlerThrows(facts, second) || (!!first && handlerThrows(facts, first))
      : canReject(facts, receiver, depth + 1) || (!!first && handlerThrows(facts, first));
  if (receiver && name === 'finally') return canReject(facts, receiver, depth + 1);
  if (never.test(name) || careful.test(name)) return false;
  const callee = calleeOf(facts, call) ?? facts.functionAt(unwrap(tree, call.expression!));
  if (callee) return runRejects(facts, callee, depth);
  // `limit(() => this.run())`: what an unknown function makes of its callback's promise fails with it.
  const callback = call.arguments?.length === 1 ? facts.functionAt(unwrap(tree, call.arguments[0]!)) : undefined;
  return callback ? runRejects(facts, callback, depth) : true;
}

/** The promise that a call of `fn` returns. */
export function runRejects(facts: Facts, fn: Fn, depth = 0): boolean {
  return fn.async ? !neverRejects(facts, fn) : returnedRejects(facts, fn, depth);
}

/** A plain function that returns a promise: the promise it returns. */
function returnedRejects(facts: Facts, fn: Fn, depth: number): boolean {
  const { tree } = facts;
  const { body } = fn.node;
  if (!body) return true;
  if (tree.kind(body) !== K.Block) return canReject(facts, body, depth + 1);
  let rejects = false;
  const visit = (node: Node): undefined => {
    if (node !== body && isFunction(tree, node)) return undefined;
    if (tree.kind(node) === K.ReturnStatement && node.expression)
      rejects ||= canReject(facts, node.expression, depth + 1);
    node.forEachChild(visit);
    return undefined;
  };
  visit(body);
  return rejects;
}

/** A rejection handler that passes the failure on. What handlers call is taken not to throw. */
export function handlerThrows(facts: Facts, handler: Node): boolean {
  const { tree } = facts;
  const inner = unwrap(tree, handler);
  const fn = facts.functionAt(inner);
  if (!fn) return tree.kind(inner) === K.Identifier && inner.text === 'reject';
  const { body } = fn.node;
  return !!body && throws(facts, body, body);
}

function executorRejects(facts: Facts, promise: Node): boolean {
  const { tree } = facts;
  const executor = promise.arguments?.[0] && unwrap(tree, promise.arguments[0]);
  const fn = executor && facts.functionAt(executor);
  if (!fn) return true;
  const reject = fn.node.parameters?.[1]?.name;
  if (!reject?.text) return false;
  const binding = facts.bindings.find((b) => b.ident === reject);
  return !!binding && facts.references(binding).length > 0;
}

const verdicts = new WeakMap<Fn, boolean>();

/** An async function that handles its failures: all that can fail stands in a `try` whose `catch` throws nothing. */
export function neverRejects(facts: Facts, fn: Fn): boolean {
  let verdict = verdicts.get(fn);
  if (verdict === undefined) {
    verdicts.set(fn, true); // Recursion adds nothing.
    const { body } = fn.node;
    const isBlock = !!body && facts.tree.kind(body) === K.Block;
    verdict = !!body && !(isBlock ? throws(facts, body, body) : isCall(facts, body) && canReject(facts, body));
    verdicts.set(fn, verdict);
  }
  return verdict;
}

/** Something in `node` fails out of it: a `throw`, or an `await` of what can reject. Other calls are taken to succeed. */
function throws(facts: Facts, node: Node, top: Node): boolean {
  const { tree } = facts;
  if (node !== top && isFunction(tree, node)) return false;
  switch (tree.kind(node)) {
    case K.ThrowStatement:
      return true;
    case K.AwaitExpression:
      return canReject(facts, node.expression!) || throws(facts, node.expression!, top);
    case K.ForOfStatement:
      if (node.awaitModifier) return true;
      break;
    case K.ReturnStatement:
      // In an async function, what is returned is waited for.
      if (node.expression && isCall(facts, node.expression)) return canReject(facts, node.expression);
      break;
    case K.TryStatement: {
      const { catchClause, finallyBlock, tryBlock } = node;
      if (finallyBlock && throws(facts, finallyBlock, top)) return true;
      return catchClause ? throws(facts, catchClause.block!, top) : throws(facts, tryBlock!, top);
    }
  }
  return node.forEachChild((child) => (throws(facts, child, top) ? true : undefined)) === true;
}

function isCall(facts: Facts, node: Node): boolean {
  return facts.tree.kind(unwrap(facts.tree, node)) === K.CallExpression;
}
