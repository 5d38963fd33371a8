/** What a function knows of a content that it has read: the names that hold it, and whether a value is just that. */
import type { Binding, Facts, Fn } from '../../core/facts/facts.ts';
import { assignmentOf, isFunction, unwrap, wrapped } from '../../core/facts/shapes.ts';
import { mentions } from '../../core/facts/tests.ts';
import { K, type Node } from '../../core/syntax.ts';

/** The bindings that hold what was read: parsed, taken apart, walked through. */
export function contentOf(facts: Facts, fn: Fn, read: Node): ReadonlySet<Binding> {
  const content = new Set<Binding>();
  const { tree } = facts;
  const locals = facts.bindings.filter((b) => b.scope.fn === fn && b.kind !== 'parameter');
  const stems = (node: Node) => mentions(facts, node, (n) => n === read || isOneOf(facts, n, content));
  for (let size = -1; size !== content.size; ) {
    size = content.size;
    for (const binding of locals) {
      const given = facts.references(binding).map((use) => wrapped(tree, use).parent);
      const values = [
        binding.init,
        loopOver(facts, binding),
        ...given.map((at) => (at && assignmentOf(tree, at) ? at.right : undefined)),
      ];
      if (values.some((value) => value && stems(value))) content.add(binding);
    }
  }
  return content;
}

export function loopOver({ tree }: Facts, { declaration }: Binding): Node | undefined {
  for (let at: Node | undefined = declaration; at; at = at.parent) {
    const k = tree.kind(at);
    if (k === K.ForOfStatement || k === K.ForInStatement) return at.expression;
    if (k === K.Block || isFunction(tree, at)) return undefined;
  }
  return undefined;
}

function isOneOf(facts: Facts, node: Node, bindings: ReadonlySet<Binding>): boolean {
  if (facts.tree.kind(node) !== K.Identifier) return false;
  const binding = facts.resolve(node);
  return !!binding && bindings.has(binding);
}

/** It mentions the content, by whatever name. */
export function stemsFrom(facts: Facts, value: Node, content: ReadonlySet<Binding>): boolean {
  return mentions(facts, value, (n) => isOneOf(facts, n, content));
}

/** The content as it stands, written out by calls that are given nothing else: `stringify(content, null, 2)`. */
export function isWhole(facts: Facts, value: Node, content: ReadonlySet<Binding>): boolean {
  const { tree } = facts;
  const node = unwrap(tree, value);
  if (isOneOf(facts, node, content)) {
    const binding = facts.resolve(node)!;
    const { init } = binding;
    return !!init && facts.isConstant(binding) && (!stemsFrom(facts, init, content) || isWhole(facts, init, content));
  }
  switch (tree.kind(node)) {
    case K.AwaitExpression:
    case K.PropertyAccessExpression:
      return isWhole(facts, node.expression!, content);
    case K.BinaryExpression:
      return (
        [K.BarBarToken, K.QuestionQuestionToken].includes(tree.kind(node.operatorToken!)) &&
        isWhole(facts, node.left!, content) &&
        !stemsFrom(facts, node.right!, content)
      );
    case K.CallExpression: {
      const given = (node.arguments ?? []).filter((a) => stemsFrom(facts, a, content));
      const rest = (node.arguments ?? []).filter((a) => !given.includes(a));
      return given.every((a) => isWhole(facts, a, content)) && rest.every((a) => isSetting(facts, a));
    }
    default:
      return false;
  }
}

/** `null`, `2`, `'utf8'`, `{ lineWidth: 0 }` */
function isSetting(facts: Facts, node: Node): boolean {
  return !mentions(facts, node, (n) => facts.tree.kind(n) === K.Identifier && !!facts.resolve(n));
}
