/** Texts that are only put in order: whoever comes first or second writes the same, and nothing of a caller is lost. */
import type { Facts } from '../../core/facts/facts.ts';
import { assignmentOf, calleeName, isAssignmentTarget, receiverOf, unwrap, wrapped } from '../../core/facts/shapes.ts';
import { K, type Node } from '../../core/syntax.ts';

const ordering = /^(replace|replaceAll|trim|trimStart|trimEnd|normalize|toString|toLowerCase|toUpperCase)$/;

/** `text.replaceAll('\r\n', '\n')` of what `read` gave, whatever it is called on the way. */
export function isRepairOf(facts: Facts, value: Node, read: Node, seen: ReadonlySet<Node> = new Set()): boolean {
  const { tree } = facts;
  const node = unwrap(tree, value);
  if (node === read) return true;
  switch (tree.kind(node)) {
    case K.AwaitExpression:
      return isRepairOf(facts, node.expression!, read, seen);
    case K.CallExpression: {
      const receiver = receiverOf(tree, node);
      const isConstant = (node.arguments ?? []).every((a) => constants.has(tree.kind(unwrap(tree, a))));
      return (
        !!receiver &&
        isConstant &&
        ordering.test(calleeName(tree, node) ?? '') &&
        isRepairOf(facts, receiver, read, seen)
      );
    }
    case K.Identifier: {
      const binding = facts.resolve(node);
      if (!binding?.init || binding.path?.length) return false;
      if (seen.has(binding.ident)) return true;
      const inside = new Set([...seen, binding.ident]);
      const assigned = facts.references(binding).filter((use) => isAssignmentTarget(tree, use));
      return [binding.init, ...assigned.map((use) => assignedTo(facts, use))].every(
        (given) => !!given && isRepairOf(facts, given, read, inside),
      );
    }
    default:
      return false;
  }
}

const constants = new Set<number>([K.StringLiteral, K.NoSubstitutionTemplateLiteral, K.RegularExpressionLiteral]);

function assignedTo({ tree }: Facts, use: Node): Node | undefined {
  const { parent } = wrapped(tree, use);
  return parent && assignmentOf(tree, parent) === '=' ? parent.right : undefined;
}
