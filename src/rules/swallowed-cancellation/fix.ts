/** The abort is sent on before the handler does anything else. */
import { exposureOf } from '../../core/facts/exposure.ts';
import type { Facts, Fn } from '../../core/facts/facts.ts';
import { contains, isOptionalDeclaration } from '../../core/facts/shapes.ts';
import type { Fix } from '../../core/finding.ts';
import { Draft } from '../../core/rewrite/draft.ts';
import { freeLocal } from '../../core/rewrite/names.ts';
import { ownNodes, ownReturns } from '../../core/rewrite/statements.ts';
import { indentAt, styleOf } from '../../core/rewrite/style.ts';
import { K, type Node, startOf, textOf } from '../../core/syntax.ts';
import type { Swallow } from './detect.ts';

/** `nullable`: there may be no signal. `asks`: the property that tells. */
export function fixesOf(facts: Facts, swallow: Swallow, nullable: boolean, asks: string): Fix[] {
  const { tree } = facts;
  const { signal, handler, catcher, error, fn } = swallow;
  if (tree.kind(handler) !== K.Block || !isReachable(facts, signal, catcher)) return [];
  if (error && tree.kind(error) !== K.Identifier) return [];
  const draft = new Draft(tree);
  const { semicolon, indent } = styleOf(tree);
  const test = `${textOf(tree, signal)}${nullable || isOptional(facts, signal) ? '?' : ''}.${asks}`;
  const leaves = ownsNobody(facts, tree.kind(catcher) === K.CatchClause ? fn : facts.functionAt(catcher)!);
  const caught = error?.text ?? freeLocal(facts, fn, ['error', 'cause', 'failure']);
  const then = leaves ? 'return' : `throw ${caught}`;
  const open = startOf(tree, handler) + 1;
  const own = indentAt(tree.text, startOf(tree, catcher));
  const isOneLine = !tree.text.slice(open, handler.end).includes('\n');
  draft.insert(
    open,
    isOneLine ? ` if (${test}) ${then}${semicolon}` : `\n${own}${indent}if (${test}) ${then}${semicolon}`,
  );
  if (!error && !leaves) {
    if (tree.kind(catcher) === K.CatchClause) draft.insert(open - 1, `(${caught}) `);
    else return [];
  }
  const edits = draft.edits();
  const title = `${leaves ? 'Leave' : 'Rethrow'} first, if it was cancelled`;
  // What state a cancelled one is in only the author knows.
  const isState = swallow.answer.how === 'fails';
  return edits ? [{ title, tier: isState ? 'suggestion' : 'safe', edits: () => edits }] : [];
}

/** A name or a path whose variable is in reach of the handler. */
function isReachable(facts: Facts, signal: Node, catcher: Node): boolean {
  const { tree } = facts;
  if (ownNodes(tree, [signal], (n) => tree.kind(n) === K.CallExpression).length) return false;
  return ownNodes(tree, [signal], (n) => tree.kind(n) === K.Identifier).every((n) => {
    const binding = n.parent.name === n ? undefined : facts.resolve(n);
    return !binding || binding.kind === 'import' || contains(binding.scope.node, catcher);
  });
}

/** `signal?: AbortSignal` */
function isOptional(facts: Facts, signal: Node): boolean {
  const binding = facts.tree.kind(signal) === K.Identifier ? facts.resolve(signal) : undefined;
  return binding?.kind === 'parameter' && isOptionalDeclaration(facts.tree, binding.declaration);
}

/** Nobody waits for the function, so that what it throws would be unhandled; and it gives nothing back. */
function ownsNobody(facts: Facts, fn: Fn): boolean {
  const { body } = fn.node;
  if (!body || facts.tree.kind(body) !== K.Block || ownReturns(facts.tree, [body]).some((r) => r.expression))
    return false;
  const { event, floating } = exposureOf(facts, fn);
  return !!event || !!floating;
}
