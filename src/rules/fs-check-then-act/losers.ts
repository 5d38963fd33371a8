/** What who comes second does once the write itself says that the file is there: what he did where the test said so. */
import type { Facts } from '../../core/facts/facts.ts';
import { contains } from '../../core/facts/shapes.ts';
import { mentions } from '../../core/facts/tests.ts';
import { bodyStatements, neverEnds, placeOf, statementOf } from '../../core/rewrite/statements.ts';
import { K, type Node } from '../../core/syntax.ts';
import type { CheckThenAct } from './detect.ts';
import { isAnswerOf } from './sides.ts';

export type Loser = 'throws' | 'goes on' | { readonly returns: Node };

/** `undefined`: what he did can't be said in one line. */
export function loserOf(facts: Facts, { check, act }: CheckThenAct): Loser | undefined {
  const { tree } = facts;
  const own = statementOf(tree, act.call);
  if (!own) return undefined;
  for (let at: Node | undefined = own; at; at = at.parent && statementOf(tree, at.parent)) {
    const { statements, index } = placeOf(tree, at)!;
    const test = statements.slice(0, index).find((s) => tree.kind(s) === K.IfStatement && asks(facts, s, check.call));
    const body = test && bodyStatements(tree, test.thenStatement!);
    if (body && neverEnds(tree, body)) return leaving(facts, body);
  }
  return isLastOfBranch(facts, own, check.call) ? 'goes on' : undefined;
}

function leaving({ tree }: Facts, body: readonly Node[]): Loser | undefined {
  const last = body.at(-1)!;
  if (tree.kind(last) === K.ThrowStatement) return 'throws';
  return body.length === 1 && tree.kind(last) === K.ReturnStatement ? { returns: last } : undefined;
}

function asks(facts: Facts, { expression }: Node, check: Node): boolean {
  return !!expression && mentions(facts, expression, isAnswerOf(facts, check));
}

/** Nothing comes behind it that is only for who found no file. */
function isLastOfBranch(facts: Facts, own: Node, check: Node): boolean {
  const { tree } = facts;
  const block = own.parent;
  if (block.statements?.at(-1) !== own || tree.kind(block) !== K.Block) return false;
  const { parent } = block;
  if (tree.kind(parent) === K.CatchClause) return contains(parent.parent.tryBlock!, check);
  return tree.kind(parent) === K.IfStatement && asks(facts, parent, check);
}
