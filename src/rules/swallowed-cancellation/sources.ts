/** Who may abort a signal, and whether what is given it ends with an error when that happens. */
import { candidatesIn, makesController } from '../../core/cancellation.ts';
import { callbackOf } from '../../core/facts/callgraph.ts';
import type { Binding, Facts, Fn } from '../../core/facts/facts.ts';
import { calleeName, isFunction, unwrap } from '../../core/facts/shapes.ts';
import type { Callee } from '../../core/facts/summary.ts';
import { ownNodes } from '../../core/rewrite/statements.ts';
import { K, type Node, textOf } from '../../core/syntax.ts';

/**
 * Somebody who waits for no answer any more may abort it: the signal was given, or its controller is kept. A timeout is
 * a failure like any other; and where the abort is how the end of a connection is told, an answer reaches nobody anyway.
 */
export function isAbortedByOthers(facts: Facts, signal: Node, depth = 0): boolean {
  const { tree } = facts;
  const inner = unwrap(tree, signal);
  if (tree.kind(inner) === K.CallExpression) {
    if (calleeName(tree, inner) === 'timeout') return false;
    const isName = (n: Node) => tree.kind(n) === K.Identifier || tree.kind(n) === K.PropertyAccessExpression;
    const parts = [inner.expression!, ...(inner.arguments ?? [])];
    return ownNodes(tree, parts, isName).some((part) => isAbortedByOthers(facts, part, depth + 1));
  }
  let root = inner;
  while (tree.kind(root) === K.PropertyAccessExpression) root = unwrap(tree, root.expression!);
  if (tree.kind(root) === K.ThisKeyword) return true;
  const binding = tree.kind(root) === K.Identifier ? facts.resolve(root) : undefined;
  if (!binding) return false;
  if (binding.kind === 'parameter') return true;
  if (!binding.init || depth > 3) return false;
  return makesController(tree, binding.init)
    ? isHandedOn(facts, binding)
    : isAbortedByOthers(facts, binding.init, depth + 1);
}

/** The controller is kept somewhere else, or aborted by a function that neither a timer nor the end of a connection calls. */
function isHandedOn(facts: Facts, binding: Binding): boolean {
  const { tree } = facts;
  return facts.references(binding).some((use) => {
    const { parent } = use;
    switch (tree.kind(parent)) {
      case K.PropertyAccessExpression:
        return parent.name?.text === 'abort' && !isAtTheEnd(facts, facts.functionOf(use), binding.scope.fn);
      case K.BinaryExpression:
        return parent.right === use;
      case K.CallExpression:
      case K.PropertyAssignment:
      case K.ShorthandPropertyAssignment:
      case K.ReturnStatement:
        return true;
      default:
        return false;
    }
  });
}

/** In the maker itself, in `setTimeout(…)`, `socket.on('close', …)`, `connection.onclose = …`, `{ cancel() {…} }`. */
function isAtTheEnd(facts: Facts, fn: Fn, maker: Fn): boolean {
  const { tree } = facts;
  if (fn === maker || /^(?:on)?(?:close|cancel|end|disconnect|error)$/i.test(fn.name ?? '')) return true;
  const call = callbackOf(facts, fn.node)?.call;
  if (!call) return false;
  if (/^(?:setTimeout|onClose|onDisconnect|onEnd)$/.test(calleeName(tree, call) ?? '')) return true;
  return /^['"](?:close|end|disconnect|error|aborted|abort|finish)['"]$/.test(
    textOf(tree, call.arguments?.[0] ?? call),
  );
}

/**
 * The call rejects when its signal is aborted: what nobody can look into is taken to, a function of the project only if
 * it throws then, or hands the signal on to what does, outside of a `try` of its own.
 */
export function rejects(
  callee: Callee | undefined,
  resolve: (callee: Callee, call: Node) => Callee | undefined,
  depth = 0,
): boolean {
  if (!callee || depth > 2) return true;
  const { facts, fn } = callee;
  const { body } = fn.node;
  if (!body) return true;
  const { tree } = facts;
  const calls = facts.calls.filter((call) => isRunBy(facts, call, fn));
  if (calls.some((call) => /^throwIf(?:Aborted|Cancel)/.test(calleeName(tree, call) ?? ''))) return true;
  if (
    ownNodes(tree, [body], (n) => tree.kind(n) === K.ThrowStatement).some((n) =>
      /abort|cancel|reason/i.test(textOf(tree, n)),
    )
  )
    return true;
  return calls.some((call) => {
    const name = calleeName(tree, call) ?? '';
    if (name === 'reject') return true;
    const given = candidatesIn(tree, call).some((n) => /signal|token$/i.test(n.name?.text ?? n.text ?? ''));
    return given && !isCaught(facts, call, fn) && rejects(resolve(callee, call), resolve, depth + 1);
  });
}

/** Its own code, and that of functions written in it that are not merely set up. */
function isRunBy(facts: Facts, call: Node, fn: Fn): boolean {
  for (let at = facts.functionOf(call); at !== fn; at = at.parent) {
    if (!at.parent) return false;
    const callback = callbackOf(facts, at.node);
    const name = callback && calleeName(facts.tree, callback.call);
    if (!callback || /^(?:on|once|add|register|subscribe|set)/i.test(name ?? '')) return false;
  }
  return true;
}

function isCaught({ tree }: Facts, node: Node, fn: Fn): boolean {
  for (let at = node; at !== fn.node && at.parent; at = at.parent) {
    const { parent } = at;
    if (tree.kind(parent) === K.TryStatement && at === parent.tryBlock && parent.catchClause)
      return !/\bthrow\b/.test(textOf(tree, parent.catchClause));
    if (isFunction(tree, parent)) continue;
    if (tree.kind(parent) === K.CallExpression && /^tryCatch$|^safe/i.test(calleeName(tree, parent) ?? '')) return true;
  }
  return false;
}
