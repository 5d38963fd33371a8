/** The parts of a statement around its awaits that can get names in front of it. */
import { contains } from '../../../core/facts/shapes.ts';
import type { Draft } from '../../../core/rewrite/draft.ts';
import { ownAwaits, ownNodes, placeOf } from '../../../core/rewrite/statements.ts';
import { styleOf } from '../../../core/rewrite/style.ts';
import { K, type Node, textOf } from '../../../core/syntax.ts';
import { nameFor } from './names.ts';
import { canComeFirst } from './order.ts';
import type { Order } from './still.ts';

/**
 * All awaits of `whole` must be in `root`, the value that is written. Of each the largest part is taken that does not
 * read the location; `undefined` where one can't be taken without another order of evaluation.
 */
export function takeOut(order: Order, whole: Node, root: Node): Node[] | undefined {
  const { tree } = order.facts;
  const taken: Node[] = [];
  for (const awaiting of ownAwaits(tree, [whole])) {
    if (!contains(root, awaiting)) return undefined;
    if (taken.some((part) => contains(part, awaiting))) continue;
    let best: Node | undefined;
    let isInLiteral = false;
    for (let at = awaiting; at !== root.parent; at = at.parent) {
      if (notExpressions.has(tree.kind(at))) isInLiteral = true;
      else if (ownNodes(tree, [at], order.isSubject).length) break;
      // Literals lend their elements a type: of them only the awaited element is taken, if that can be.
      else if (!(best && isInLiteral) && !isCallee(at) && canComeFirst(order, at, whole, taken)) best = at;
    }
    if (!best) return undefined;
    taken.push(best);
  }
  return taken;
}

const notExpressions = new Set<number>([
  K.SpreadElement,
  K.SpreadAssignment,
  K.PropertyAssignment,
  K.TemplateSpan,
  K.ArrayLiteralExpression,
  K.ObjectLiteralExpression,
]);

/** `a.b` of `a.b()`: taken out alone it would lose its `this`. */
function isCallee(node: Node): boolean {
  return node.parent?.expression === node && !!node.parent.arguments;
}

/** Puts names in the place of what was taken out of `whole`; the declarations, as lines. */
export function nameParts(
  { facts, fn }: Order,
  draft: Draft,
  whole: Node,
  taken: readonly Node[],
  updated: string,
): string[] {
  const { tree } = facts;
  const { semicolon } = styleOf(tree);
  const list = placeOf(tree, whole)?.list ?? whole;
  return taken.map((part) => {
    const name = nameFor(facts, fn, list, part, updated);
    const { parent } = part;
    const isShorthand = tree.kind(parent) === K.PropertyAssignment && parent.name?.text === name;
    draft.replaceNode(isShorthand ? parent : part, name);
    const inner = tree.kind(part) === K.ParenthesizedExpression ? part.expression! : part;
    return `const ${name} = ${textOf(tree, inner)}${semicolon}`;
  });
}
