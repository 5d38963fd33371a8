/** Texts that are only put in order: whoever comes first or second writes the same, and nothing of a caller is lost. */
import type { Binding, Facts } from '../../core/facts/facts.ts';
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
      if (!binding?.init || binding.path?.length || isChangedInPlace(facts, binding)) return false;
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

/** `settings.theme = …`, `entries.push(…)`, `delete index[id]`, `Object.assign(profile, …)`: no text, but what it holds. */
function isChangedInPlace(facts: Facts, binding: Binding): boolean {
  const { tree } = facts;
  return facts.references(binding).some((use) => {
    let at = wrapped(tree, use);
    const isMember = (n: Node) => {
      const k = tree.kind(n);
      return (k === K.PropertyAccessExpression || k === K.ElementAccessExpression) && n.expression === at;
    };
    let method: string | undefined;
    while (at.parent && isMember(at.parent)) {
      method = at.parent.name?.text;
      at = wrapped(tree, at.parent);
    }
    const { parent } = at;
    if (!parent) return false;
    if (at !== wrapped(tree, use) && (isAssignmentTarget(tree, at) || tree.kind(parent) === K.DeleteExpression))
      return true;
    if (tree.kind(parent) !== K.CallExpression) return false;
    if (parent.expression === at) return !!method && !reading.test(method);
    return !!wrapped(tree, parent).parent && tree.kind(wrapped(tree, parent).parent!) === K.ExpressionStatement;
  });
}

const reading =
  /^(replace|replaceAll|trim\w*|normalize|to[A-Z]\w*|split|slice|substring|substr|match|matchAll|search|test|includes|indexOf|lastIndexOf|startsWith|endsWith|charAt|charCodeAt|codePointAt|at|concat|padStart|padEnd|repeat|localeCompare|equals|then|catch|finally)$/;

const constants = new Set<number>([K.StringLiteral, K.NoSubstitutionTemplateLiteral, K.RegularExpressionLiteral]);

function assignedTo({ tree }: Facts, use: Node): Node | undefined {
  const { parent } = wrapped(tree, use);
  return parent && assignmentOf(tree, parent) === '=' ? parent.right : undefined;
}
