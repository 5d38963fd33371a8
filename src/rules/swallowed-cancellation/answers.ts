/** What a handler does with a failure that it must not do with an abort: answers, sets a failed state, tries again. */
import type { Facts, Fn } from '../../core/facts/facts.ts';
import { locationOf } from '../../core/facts/locations.ts';
import { assignmentOf, calleeName, contains, isLoop, receiverOf, unwrap } from '../../core/facts/shapes.ts';
import { mentions } from '../../core/facts/tests.ts';
import { bodyStatements, neverEnds, ownNodes } from '../../core/rewrite/statements.ts';
import { K, type Node, textOf } from '../../core/syntax.ts';
import { type Caught, mentionsName } from './attempts.ts';

export interface Answer {
  readonly node: Node;
  readonly how: 'answers' | 'fails' | 'retries';
}

const replies =
  /^(?:reply|respond|answer|respondWith\w*|(?:send|write|post)\w*(?:Response|Reply|Error|Result|Answer)|reply\w*Error|report\w*Failure|showErrorMessage|showError|setError|set[A-Z]?\w*(?:Error|Failed|Failure))$/;
const channel =
  /(?:^|[^a-z])(?:res|response|reply|ws|socket|connection|channel|port|client|transport|webview|sender|toast|stream)$/i;
const sends = /^(?:send|json|end|write|emit|error|reply|postMessage|status)$/;
const failed = /error|fail/i;
const stateName = /^[_#]?(?:\w*error|\w*failed|\w*failure|status|state|phase)$/i;

/** The first one; `undefined` where the handler only logs, cleans up, throws on or gives a default. */
export function answerOf(facts: Facts, attempt: Caught): Answer | undefined {
  const { tree } = facts;
  const { handler } = attempt;
  const found = ownNodes(tree, [handler], (n) => isReply(facts, attempt, n) || isFailedState(facts, attempt, n)).find(
    (n) => !isOfOneKind(facts, attempt, n),
  );
  if (found) return { node: found, how: tree.kind(found) === K.CallExpression ? 'answers' : 'fails' };
  const loop = loopAgain(facts, attempt);
  return loop && { node: loop, how: 'retries' };
}

function isReply(facts: Facts, attempt: Caught, node: Node): boolean {
  const { tree } = facts;
  if (tree.kind(node) !== K.CallExpression || !node.arguments?.length) return false;
  const name = calleeName(tree, node) ?? '';
  const receiver = receiverOf(tree, node);
  const onChannel = !!receiver && sends.test(name) && channel.test(textOf(tree, receiver).replace(/\([\s\S]*\)$/, ''));
  if (!onChannel && !replies.test(name)) return false;
  // `setError(null)` takes an older one away.
  return node.arguments.some((argument) => {
    const text = textOf(tree, argument);
    return /['"`]|^\d{3}$/.test(text) || failed.test(text) || tellsOf(facts, attempt, argument);
  });
}

/** `this.status = 'failed'`, `task.error = error`; a local is for the function itself to look at. */
function isFailedState(facts: Facts, attempt: Caught, node: Node): boolean {
  const { fn } = attempt;
  const { tree } = facts;
  if (assignmentOf(tree, node) !== '=') return false;
  const location = locationOf(facts, node.left!);
  if (!location) return false;
  const name = location.path.at(-1) ?? (location.root.kind === 'binding' ? location.root.binding.name : '');
  if (!stateName.test(name)) return false;
  if (
    location.root.kind === 'binding' &&
    contains(fn.node, location.root.binding.ident) &&
    location.root.binding.kind !== 'parameter'
  )
    return false;
  const value = unwrap(tree, node.right!);
  const k = tree.kind(value);
  if (k === K.TrueKeyword) return failed.test(name);
  return (
    tellsOf(facts, attempt, value) ||
    ((k === K.StringLiteral || k === K.PropertyAccessExpression) && failed.test(textOf(tree, value)))
  );
}

/** It mentions the error, or a local of the handler: a message made of it. */
function tellsOf(facts: Facts, { error, handler }: Caught, code: Node): boolean {
  const isLocal = (n: Node) => {
    const binding = facts.tree.kind(n) === K.Identifier ? facts.resolve(n) : undefined;
    return !!binding && contains(handler, binding.ident);
  };
  return mentionsName(facts, code, error) || mentions(facts, code, isLocal);
}

/** Inside an `if` that asks what kind of error it is; that it is an `Error` says nothing. */
function isOfOneKind(facts: Facts, { handler, error }: Caught, node: Node): boolean {
  const { tree } = facts;
  for (let at = node; at !== handler && at.parent; at = at.parent) {
    const { parent } = at;
    const k = tree.kind(parent);
    if (k !== K.IfStatement || at !== parent.thenStatement) continue;
    const test = textOf(tree, parent.expression!);
    if (/^!/.test(test) || /instanceof Error\b/.test(test)) continue;
    if (mentionsName(facts, parent.expression!, error)) return true;
  }
  return false;
}

/** The loop that comes to the same call again, with nothing on the way that asks. */
function loopAgain(facts: Facts, { handler, catcher, fn }: Caught): Node | undefined {
  const { tree } = facts;
  if (tree.kind(catcher) !== K.CatchClause || leaves(facts, handler)) return undefined;
  return loopAround(facts, fn, catcher);
}

function loopAround({ tree }: Facts, fn: Fn, node: Node): Node | undefined {
  for (let at = node.parent; at && at !== fn.node; at = at.parent) if (isLoop(tree, at)) return at;
  return undefined;
}

/** On some way out of the handler the loop ends: by `return`, `throw` or `break`. */
function leaves({ tree }: Facts, handler: Node): boolean {
  const statements = bodyStatements(tree, handler);
  return neverEnds(tree, statements) && tree.kind(statements.at(-1)!) !== K.ContinueStatement;
}
