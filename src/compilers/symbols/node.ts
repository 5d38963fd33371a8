/** The node that a question about a symbol is really about. */
import { K, type Node, type SourceTree } from '../../core/syntax.ts';

/** `a.b.c` is asked about as `c`, a call as its callee, a declaration as its name; wrappers are looked through. */
export function symbolNode(tree: SourceTree, node: Node): Node {
  let at: Node = node;
  for (;;) {
    const inner = step(tree, at);
    if (!inner) return at;
    at = inner;
  }
}

function step(tree: SourceTree, node: Node): Node | undefined {
  switch (tree.kind(node)) {
    case K.ParenthesizedExpression:
    case K.NonNullExpression:
    case K.AsExpression:
    case K.SatisfiesExpression:
    case K.TypeAssertionExpression:
    case K.ExpressionWithTypeArguments:
    case K.CallExpression:
    case K.NewExpression:
    case K.Decorator:
      return node.expression;
    case K.TaggedTemplateExpression:
      return node.tag;
    case K.PropertyAccessExpression:
      return node.name;
    case K.ElementAccessExpression:
      return node.argumentExpression;
    case K.TypeReference:
      return node.typeName;
    case K.QualifiedName:
      return node.right;
    case K.Identifier:
    case K.PrivateIdentifier:
    case K.StringLiteral:
      return undefined;
    default:
      return node.name;
  }
}

/** `{ name }`: the identifier is the property's name and the variable's; questions mean the variable. */
export function isShorthandName(tree: SourceTree, node: Node): boolean {
  return node.parent !== undefined && tree.kind(node.parent) === K.ShorthandPropertyAssignment;
}

/** `fs` and [`promises`, `readFile`] of `fs.promises.readFile`; undefined where the object isn't a plain name. */
export function memberPath(tree: SourceTree, node: Node): { root: Node; members: readonly string[] } | undefined {
  const members: string[] = [];
  let at: Node | undefined = node;
  while (at) {
    const kind = tree.kind(at);
    if (kind === K.Identifier) {
      // The name of `a.b` was asked for: the path goes through the whole access.
      if (at.parent && tree.kind(at.parent) === K.PropertyAccessExpression && at.parent.name === at) at = at.parent;
      else return { root: at, members };
    } else if (kind === K.PropertyAccessExpression) {
      members.unshift(at.name?.text ?? '');
      at = at.expression;
    } else {
      const inner: Node | undefined = at.expression;
      at = kind === K.CallExpression || kind === K.NewExpression || kind === K.NonNullExpression ? inner : undefined;
    }
  }
  return undefined;
}
