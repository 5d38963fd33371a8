/** What a location is declared to hold. */
import type { Facts } from '../../core/facts/facts.ts';
import type { Location } from '../../core/facts/locations.ts';
import { isOptionalDeclaration, unwrap } from '../../core/facts/shapes.ts';
import { K, type Node, type SourceTree } from '../../core/syntax.ts';

/** The class that a parameter, variable or field is annotated with, or else made of: its name, as an identifier. */
export function classNameAt({ tree }: Facts, location: Location): Node | undefined {
  const declared = declarationOf(location);
  if (!declared) return undefined;
  if (declared.type) return referenceIn(tree, declared.type)?.typeName;
  const init = declared.initializer && unwrap(tree, declared.initializer);
  if (!init || tree.kind(init) !== K.NewExpression) return undefined;
  const name = unwrap(tree, init.expression!);
  return tree.kind(name) === K.Identifier ? name : undefined;
}

/** It is declared as one that may not be there: `token?: A`, `token: A | undefined`. */
export function isOptional({ tree }: Facts, location: Location): boolean {
  const declared = declarationOf(location);
  if (!declared) return false;
  return isOptionalDeclaration(tree, declared) || (!!declared.type && tree.kind(declared.type) === K.UnionType);
}

function declarationOf({ root, path }: Location): Node | undefined {
  if (root.kind === 'binding' && !path.length) return root.binding.declaration;
  return root.kind === 'this' && path.length === 1 ? root.owner.members.get(path[0]!)?.declaration : undefined;
}

/** `A` of `A`, and of `A | undefined`. */
function referenceIn(tree: SourceTree, type: Node): Node | undefined {
  const parts = tree.kind(type) === K.UnionType ? (type.types ?? []) : [type];
  const [reference, other] = parts.filter((part) => tree.kind(part) === K.TypeReference);
  return other ? undefined : reference;
}
