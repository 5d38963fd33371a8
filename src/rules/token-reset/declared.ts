/** What a location is declared to hold. */
import type { Facts } from '../../core/facts/facts.ts';
import type { Location } from '../../core/facts/locations.ts';
import { unwrap } from '../../core/facts/shapes.ts';
import { K, type Node } from '../../core/syntax.ts';

/** The class that a parameter, variable or field is annotated with, or else made of: its name, as an identifier. */
export function classNameAt({ tree }: Facts, { root, path }: Location): Node | undefined {
  const declared =
    root.kind === 'binding' && !path.length
      ? root.binding.declaration
      : root.kind === 'this' && path.length === 1
        ? root.owner.members.get(path[0]!)?.declaration
        : undefined;
  if (!declared) return undefined;
  if (declared.type) return tree.kind(declared.type) === K.TypeReference ? declared.type.typeName : undefined;
  const init = declared.initializer && unwrap(tree, declared.initializer);
  if (!init || tree.kind(init) !== K.NewExpression) return undefined;
  const name = unwrap(tree, init.expression!);
  return tree.kind(name) === K.Identifier ? name : undefined;
}
