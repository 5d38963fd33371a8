/** Files that are named by the hash of what they hold: whoever writes one writes the same. */
import type { Binding, Facts } from '../../core/facts/facts.ts';
import { calleeName, receiverOf, unwrap } from '../../core/facts/shapes.ts';
import { mentionsDeep } from '../../core/files/paths.ts';
import { K, type Node } from '../../core/syntax.ts';

export function isNamedByContent(facts: Facts, path: Node, value: Node): boolean {
  const content = new Set<Binding>();
  mentionsDeep(facts, value, 0, (n) => {
    const binding = facts.tree.kind(n) === K.Identifier ? facts.resolve(n) : undefined;
    if (binding) content.add(binding);
    return false;
  });
  const isOfContent = (node: Node) =>
    mentionsDeep(facts, node, 0, (n) => {
      const binding = facts.tree.kind(n) === K.Identifier ? facts.resolve(n) : undefined;
      return !!binding && content.has(binding);
    });
  return mentionsDeep(facts, lastSegment(facts, path), 0, (n) => isHash(facts, n, isOfContent));
}

/** `hash` of `join(folder, hash)` and of `${folder}/${hash}`. */
function lastSegment(facts: Facts, path: Node): Node {
  const { tree } = facts;
  const inner = unwrap(tree, path);
  switch (tree.kind(inner)) {
    case K.Identifier: {
      const binding = facts.resolve(inner);
      const isPlain = !!binding?.init && binding.path?.length === 0 && facts.isConstant(binding);
      return isPlain ? lastSegment(facts, binding.init!) : inner;
    }
    case K.CallExpression: {
      const last = inner.arguments?.at(-1);
      return last && /^(?:join|resolve)$/.test(calleeName(tree, inner) ?? '') ? lastSegment(facts, last) : inner;
    }
    case K.TemplateExpression:
      return inner.templateSpans?.at(-1)?.expression ?? inner;
    default:
      return inner;
  }
}

const named = /^(?:contents?|data|body|text|source|file)?_?(?:hash|digest|checksum|sha\d*)$/i;
const hashing = /(?:^|[a-z\d])(?:hash|digest|checksum|sha\d+|md5)$|^(?:hash|digest|checksum|sha\d*|md5)/i;

/** `hashOf(content)`, `createHash('sha256').update(content).digest()`, `file.hash` beside `file.content`, `contentHash`. */
function isHash(facts: Facts, node: Node, isOfContent: (node: Node) => boolean): boolean {
  const { tree } = facts;
  switch (tree.kind(node)) {
    case K.CallExpression:
      return hashing.test(calleeName(tree, node) ?? '') && givenTo(facts, node).some(isOfContent);
    case K.PropertyAccessExpression:
      return named.test(node.name?.text ?? '') && isOfContent(node.expression!);
    case K.Identifier:
      return facts.resolve(node)?.kind === 'parameter' && named.test(node.text ?? '');
    default:
      return false;
  }
}

/** The arguments of a call, and of the calls that it is chained to. */
function givenTo(facts: Facts, call: Node): readonly Node[] {
  const receiver = receiverOf(facts.tree, call);
  const before = receiver && unwrap(facts.tree, receiver);
  const isChained = before && facts.tree.kind(before) === K.CallExpression;
  return [...(call.arguments ?? []), ...(isChained ? givenTo(facts, before) : [])];
}
