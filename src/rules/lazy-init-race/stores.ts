/** Where entries are kept: what holds them, and under which name a user knows it. */
import { memberFunction } from '../../core/facts/callgraph.ts';
import type { Facts } from '../../core/facts/facts.ts';
import { child, type Location } from '../../core/facts/locations.ts';
import { calleeName, unwrap } from '../../core/facts/shapes.ts';
import { K, textOf } from '../../core/syntax.ts';

const plain = /^(?:(?:Weak|Readonly)?(?:Map|Set)|Record)\b/;

/** No class of its own holds them, which may drop them when they are old or many. */
export function isPlainMap({ tree }: Facts, { whole }: Location): boolean {
  if (!whole) return true;
  const { root, path } = whole;
  const own = root.kind === 'binding' && !path.length ? root.binding : undefined;
  const member = root.kind === 'this' && path.length === 1 ? root.owner.members.get(path[0]!) : undefined;
  const made = own?.init ?? member?.initializer;
  const value = made && unwrap(tree, made);
  if (value && tree.kind(value) === K.NewExpression) return plain.test(calleeName(tree, value) ?? '');
  const type = member?.type ?? own?.declaration.type;
  return !type || tree.kind(type) !== K.TypeReference || plain.test(textOf(tree, type));
}

/** `this.entries[key]` for the `this.get(key)` of a class that keeps its entries there. */
export function keptAt(facts: Facts, location: Location): Location {
  const { root, path } = location;
  const [key] = path;
  if (root.kind !== 'this' || path.length !== 1 || !key?.startsWith('[')) return location;
  const getter = memberFunction(facts, root.owner, 'get') ?? memberFunction(facts, root.owner, 'has');
  const isEntry = (at: Location) => at.root.kind === 'this' && at.path.length > 1 && at.path.at(-1)!.startsWith('[');
  const read =
    getter &&
    facts
      .graph(getter)
      .ops('read')
      .find((op) => isEntry(op.location));
  return read ? child(read.location.whole!, key) : location;
}
