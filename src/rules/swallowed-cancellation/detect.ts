/** Handlers that treat an abort as a failure. */
import { asksIfCancelled, cancellationOf } from '../../core/cancellation.ts';
import { resolveCall } from '../../core/elsewhere.ts';
import { ownNodes } from '../../core/rewrite/statements.ts';
import type { RuleContext } from '../../core/rule.ts';
import { K, type Node, textOf } from '../../core/syntax.ts';
import { type Answer, answerOf } from './answers.ts';
import { type Attempt, attemptsOf, mentionsName } from './attempts.ts';
import { isAbortedByOthers, rejects } from './sources.ts';

export interface Swallow extends Attempt {
  readonly answer: Answer;
}

export function* detect(context: RuleContext): Iterable<Swallow> {
  const { facts } = context;
  const done = new Set<Node>();
  for (const { call, given, caught } of attemptsOf(facts)) {
    const answer = done.has(caught.catcher) ? undefined : answerOf(facts, caught);
    if (!answer) continue;
    for (const signal of given) {
      const kind = cancellationOf(context, signal);
      if ((kind !== 'signal' && kind !== 'token') || !isAbortedByOthers(facts, signal)) continue;
      const attempt = { ...caught, signal, kind };
      if (!mayReject(context, call) || asks(context, attempt, answer) !== false) continue;
      done.add(caught.catcher);
      yield { ...attempt, answer };
      break;
    }
  }
}

/** Of what can't be resolved nothing is known. */
function mayReject(context: RuleContext, call: Node): boolean {
  const known = resolveCall(context, call);
  if (!known && context.ask('symbol', call)?.unknown !== false) return false;
  return rejects(known, (at, inner) => context.resolve(at.facts, inner));
}

/** The handler asks if it was cancelled, itself or in what it gives the error to. `undefined`: not known yet. */
function asks(context: RuleContext, attempt: Attempt, { how, node }: Answer): boolean | undefined {
  const { facts } = context;
  const { tree } = facts;
  const { handler, error, signal } = attempt;
  if (asksIfCancelled(facts, handler) || isGiven(facts, handler, signal)) return true;
  if (how === 'retries' && asksIfCancelled(facts, node)) return true;
  if (hasOwnTest(facts, attempt)) return true;
  for (const call of ownNodes(tree, [handler], (n) => tree.kind(n) === K.CallExpression)) {
    if (!call.arguments?.some((a) => mentionsName(facts, a, error))) continue;
    const callee = resolveCall(context, call);
    if (callee?.fn.node.body && asksIfCancelled(callee.facts, callee.fn.node.body)) return true;
  }
  return false;
}

/** `await sleep(100, signal)`: it throws as soon as the signal is aborted. */
function isGiven(facts: RuleContext['facts'], code: Node, signal: Node): boolean {
  const { tree } = facts;
  const text = textOf(tree, signal);
  return ownNodes(
    tree,
    [code],
    (n) => tree.kind(n) === K.Identifier || tree.kind(n) === K.PropertyAccessExpression,
  ).some((n) => textOf(tree, n) === text || n.text === 'signal');
}

const over =
  /clos|stop|dispos|mount|running|active|current|stale|latest|destroy|ignore|shut|exit|done|seq|version|generation|epoch/i;

/** `if (this.closed) return;`, `if (id !== this.current) return;` in front: what is over is not answered. */
function hasOwnTest({ tree }: RuleContext['facts'], { handler }: Attempt): boolean {
  return ownNodes(tree, [handler], (n) => tree.kind(n) === K.IfStatement).some((n) =>
    over.test(textOf(tree, n.expression!)),
  );
}
