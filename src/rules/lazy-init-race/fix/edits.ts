/** Small edits that several parts of the rewrite make. */
import type { Facts } from '../../../core/facts/facts.ts';
import { isUndefinedOrNull, unwrap, wrapped } from '../../../core/facts/shapes.ts';
import type { Draft } from '../../../core/rewrite/draft.ts';
import { wholeLines } from '../../../core/rewrite/style.ts';
import { K, type Node, startOf } from '../../../core/syntax.ts';

export function removeLines({ tree }: Facts, draft: Draft, statement: Node): void {
  const { start, end } = wholeLines(tree.text, startOf(tree, statement), statement.end);
  const isLast = statement.parent.statements?.at(-1) === statement;
  // The last one goes with the line break before it: a range that moves ends with its last statement.
  if (isLast && end > statement.end) draft.remove(/\r?\n?$/.exec(tree.text.slice(0, start))!.index, statement.end);
  else draft.remove(start, end);
}

/** A local in place of a read: `this.client`, `this.client!` and `this.client?.x` become `client` and `client.x`. */
export function becomeValue({ tree }: Facts, draft: Draft, read: Node, local: string): void {
  let outer = read;
  while (outer.parent && tree.kind(outer.parent) === K.NonNullExpression) outer = outer.parent;
  const { parent } = outer;
  const question = parent?.expression === outer ? parent.questionDotToken : undefined;
  if (!question) {
    becomeLocal({ tree } as Facts, draft, outer, local);
    return;
  }
  const isName = tree.kind(parent) === K.PropertyAccessExpression;
  draft.replace(startOf(tree, outer), question.end, `${local}${isName ? '.' : ''}`);
}

/** A local that may be undefined in place of a read. */
export function becomeLocal(facts: Facts, draft: Draft, read: Node, local: string): void {
  const { tree } = facts;
  comparedNullish(facts, draft, read);
  const { parent } = wrapped(tree, read);
  const isShorthand = parent && tree.kind(parent) === K.ShorthandPropertyAssignment && read.text !== local;
  draft.replaceNode(read, isShorthand ? `${read.text}: ${local}` : local);
}

/** What is not there is undefined from now on: `=== null` becomes `=== undefined`; `== null` means both. */
export function comparedNullish(facts: Facts, draft: Draft, read: Node): void {
  const { tree } = facts;
  const other = comparedWith(facts, read);
  const operator = other?.parent.operatorToken && tree.kind(other.parent.operatorToken);
  const isStrict = operator === K.EqualsEqualsEqualsToken || operator === K.ExclamationEqualsEqualsToken;
  if (other && isStrict && tree.kind(unwrap(tree, other)) === K.NullKeyword) draft.replaceNode(other, 'undefined');
}

/** The undefined or null that a read is compared with. */
export function comparedWith({ tree }: Facts, read: Node): Node | undefined {
  const outer = wrapped(tree, read);
  const { parent } = outer;
  if (!parent || tree.kind(parent) !== K.BinaryExpression) return undefined;
  const other = parent.left === outer ? parent.right! : parent.left!;
  return isUndefinedOrNull(tree, other) ? other : undefined;
}
