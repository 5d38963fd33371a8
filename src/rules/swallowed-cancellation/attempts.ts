/** Attempts that an abort can end: an awaited call that was given a signal, and the code that catches what it throws. */
import { candidatesIn } from '../../core/cancellation.ts';
import type { Facts, Fn } from '../../core/facts/facts.ts';
import { isFunction, unwrap } from '../../core/facts/shapes.ts';
import { mentions } from '../../core/facts/tests.ts';
import { K, type Node } from '../../core/syntax.ts';

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

export type Caught = Omit<Attempt, 'signal' | 'kind'>;

/** Awaited calls that are given something, and what catches their errors. */
export function* attemptsOf(facts: Facts): Iterable<{ call: Node; given: readonly Node[]; caught: Caught }> {
  for (const call of facts.calls) {
    const given = candidatesIn(facts.tree, call);
    const caught = given.length ? caughtAt(facts, call) : undefined;
    if (caught) yield { call, given, caught };
  }
}

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
