/** Which functions a piece of code can come to, and where it hands control to code that nobody can see from here. */
import { callbackUse } from '../facts/callbacks.ts';
import { calleeOf, functionOfBinding, memberFunction, ownerOf } from '../facts/callgraph.ts';
import type { Facts, Fn } from '../facts/facts.ts';
import { calleeName, contains, isFunction, receiverOf, unwrap } from '../facts/shapes.ts';
import type { Node } from '../syntax.ts';
import { K } from '../syntax.ts';

export interface Reach {
  /** Functions of this file that it may run before it has ended. */
  readonly functions: ReadonlySet<Fn>;
  /** Calls that give `this` away, or call a function that was given: what that does can't be told. */
  readonly unknown: readonly Node[];
}

/**
 * Event handlers and timers that the code sets up run later and are left out. Calls of `except` are not followed: for
 * who asks of a variable of its, each call has another one.
 */
export function reachOf(facts: Facts, nodes: readonly Node[], except?: Fn): Reach {
  const functions = new Set<Fn>();
  const unknown: Node[] = [];
  const work: (readonly Node[])[] = [nodes];
  while (work.length) {
    const scope = work.pop()!;
    const enter = (fn: Fn | undefined) => {
      if (!fn || fn === except || functions.has(fn)) return;
      functions.add(fn);
      if (!scope.some((node) => contains(node, fn.node))) work.push([fn.node]);
    };
    for (const call of callsIn(facts, scope)) {
      enter(calleeOf(facts, call));
      for (const argument of call.arguments ?? []) enter(functionNamed(facts, argument));
      if (givesControlAway(facts, call)) unknown.push(call);
    }
  }
  return { functions, unknown };
}

function callsIn(facts: Facts, nodes: readonly Node[]): Node[] {
  return facts.calls.filter((call) => {
    const outer = nodes.find((node) => contains(node, call));
    return !!outer && !runsLater(facts, call, outer);
  });
}

/** Inside a function that is only set up here: a handler, a timer, a field of an object. */
function runsLater(facts: Facts, node: Node, within: Node): boolean {
  const { tree } = facts;
  for (let at = node.parent; at && at !== within; at = at.parent) {
    if (!isFunction(tree, at)) continue;
    const call = at.parent;
    const k = call && tree.kind(call);
    if (k !== K.CallExpression && k !== K.NewExpression) {
      if (k !== K.ParenthesizedExpression && k !== K.AwaitExpression) return true;
      continue;
    }
    const name = calleeName(tree, call) ?? '';
    if (callbackUse(facts, call) === 'event' || /^(once|on|set(Timeout|Interval|Immediate)|nextTick)$/.test(name))
      return true;
  }
  return false;
}

function functionNamed(facts: Facts, argument: Node): Fn | undefined {
  const { tree } = facts;
  const inner = unwrap(tree, argument);
  const k = tree.kind(inner);
  if (k === K.Identifier) {
    const binding = facts.resolve(inner);
    return binding && functionOfBinding(facts, binding);
  }
  if (k !== K.PropertyAccessExpression) return undefined;
  const owner = ownerOf(facts, inner.expression!);
  return owner && memberFunction(facts, owner, inner.name?.text ?? '');
}

/** `new Session(this)`, `options.onReady()`, `callback()`, `this.emit('ready')`, `this.send(message)` of a field. */
function givesControlAway(facts: Facts, call: Node): boolean {
  const { tree } = facts;
  const callee = call.expression && unwrap(tree, call.expression);
  if (!callee) return false;
  const name = calleeName(tree, call) ?? '';
  if (name === 'bind' || name === 'call' || name === 'apply') return false;
  if (call.arguments?.some((a) => tree.kind(unwrap(tree, a)) === K.ThisKeyword)) return true;
  if (tree.kind(callee) === K.Identifier) return facts.resolve(callee)?.kind === 'parameter';
  if (/^(emit|dispatchEvent)$/.test(name)) return true;
  const receiver = receiverOf(tree, call);
  if (!receiver || calleeOf(facts, call)) return false;
  // `this.send(message)` where `send` is a field: somebody gave it.
  const member = ownerOf(facts, receiver)?.members.get(name);
  return /^on[A-Z]/.test(name) || member?.kind === 'field' || member?.kind === 'parameter-property';
}
