/** Attempts that an abort can end: an awaited call that was given a signal, and the code that catches what it throws. */
import { cancellationOf, candidatesIn } from '../../core/cancellation.ts';
import { resolveCall } from '../../core/elsewhere.ts';
import type { Facts, Fn } from '../../core/facts/facts.ts';
import { isFunction, unwrap } from '../../core/facts/shapes.ts';
import { mentions } from '../../core/facts/tests.ts';
import type { RuleContext } from '../../core/rule.ts';
import { K, type Node } from '../../core/syntax.ts';
import { isAbortedByOthers, rejects } from './sources.ts';

export interface Attempt {
  readonly fn: Fn;
  /** The signal or token as it is written where it is given. */
  readonly signal: Node;
  readonly kind: 'signal' | 'token';
  /** The `await` or `for await` that an abort ends. */
  readonly awaited: Node;
  /** The block that catches it: of a `catch` clause, or the body of a handler given to `.catch()`. */
  readonly handler: Node;
  /** The clause, or the function. */
  readonly catcher: Node;
  /** The variable that holds what was thrown. */
  readonly error: Node | undefined;
}

/** Asks for types; what is on its way is skipped. */
export function* attemptsOf(context: RuleContext): Iterable<Attempt> {
  const { facts } = context;
  const { tree } = facts;
  const done = new Set<Node>();
  for (const call of facts.calls) {
    const given = candidatesIn(tree, call);
    if (!given.length) continue;
    const caught = caughtAt(facts, call);
    if (!caught || done.has(caught.catcher)) continue;
    for (const node of given) {
      const kind = cancellationOf(context, node);
      if ((kind !== 'signal' && kind !== 'token') || !isAbortedByOthers(facts, node)) continue;
      if (!rejects(resolveCall(context, call), (at, inner) => context.resolve(at.facts, inner))) continue;
      done.add(caught.catcher);
      yield { ...caught, signal: node, kind };
      break;
    }
  }
}

type Caught = Omit<Attempt, 'signal' | 'kind'>;

/** What catches the rejection of an awaited call: the closest `catch` around it in the same function. */
function caughtAt(facts: Facts, call: Node): Caught | undefined {
  const { tree } = facts;
  const fn = facts.functionOf(call);
  let awaited: Node | undefined;
  for (let at = call; at !== fn.node && at.parent; at = at.parent) {
    const { parent } = at;
    const k = tree.kind(parent);
    if (k === K.AwaitExpression || (k === K.ForOfStatement && parent.awaitModifier && parent.expression === at))
      awaited ??= parent;
    // `fetch(url, { signal }).catch(…)`
    if (!awaited && k === K.PropertyAccessExpression && parent.name?.text === 'catch') {
      const handler = parent.parent.arguments?.[0];
      const inner = handler && unwrap(tree, handler);
      if (!inner || !isFunction(tree, inner) || !inner.body) return undefined;
      return { fn, awaited: parent.parent, handler: inner.body, catcher: inner, error: inner.parameters?.[0]?.name };
    }
    if (awaited && k === K.TryStatement && at === parent.tryBlock && parent.catchClause) {
      const clause = parent.catchClause;
      return { fn, awaited, handler: clause.block!, catcher: clause, error: clause.variableDeclaration?.name };
    }
  }
  return undefined;
}

export function mentionsName(facts: Facts, code: Node, name: Node | undefined): boolean {
  if (!name) return false;
  return mentions(facts, code, (n) => facts.tree.kind(n) === K.Identifier && n !== name && n.text === name.text);
}
