/** The keys of entries: which collection an entry is in, and whether its key can come a second time. */
import type { Facts } from '../../core/facts/facts.ts';
import type { Location } from '../../core/facts/locations.ts';
import { calleeName, isAssignmentTarget, isUpdate, unwrap, wrapped } from '../../core/facts/shapes.ts';
import { K, type Node, textOf } from '../../core/syntax.ts';
import type { Entry } from './entries.ts';

/** Of an entry its collection's: keys have other names in other functions. */
export function baseKey({ key, path }: Location): string {
  const last = path.at(-1);
  return last?.startsWith('[') ? key.slice(0, -last.length) : key;
}

/** The field or variable that is written in the file. */
export function lastName({ root, path }: Location): string {
  return path.filter((p) => !p.startsWith('[')).at(-1) ?? (root.kind === 'binding' ? root.binding.name : '');
}

/** Every place of the file that names the field, variable or collection. */
export function mentionsOf(facts: Facts, location: Location): readonly Node[] {
  const { root, path } = location;
  return root.kind === 'binding' && (!path.length || path[0]!.startsWith('['))
    ? facts.references(root.binding)
    : (facts.accesses.get(lastName(location)) ?? []);
}

/** A private field, a variable of the file, or a field of such a variable that is handed on to nobody. */
export function isOwn(facts: Facts, location: Location): boolean {
  const { root, path } = location;
  if (root.kind === 'this') return root.owner.members.get(lastName(location))?.access === 'private';
  if (root.kind !== 'binding' || root.binding.exported) return false;
  return !path.length || facts.references(root.binding).every((node) => wrapped(facts.tree, node).parent.name);
}

/** Somebody asks what stands there: who only puts in and takes out misses nothing. */
export function isLookedAt(facts: Facts, location: Location): boolean {
  const { tree } = facts;
  const { root } = location;
  const member = root.kind === 'this' ? root.owner.members.get(lastName(location)) : undefined;
  if (member && member.access !== 'private') return true;
  return mentionsOf(facts, location).some((node) => {
    const { parent } = wrapped(tree, node);
    if (parent && tree.kind(parent) === K.ElementAccessExpression) return !isAssignmentTarget(tree, parent);
    if (parent && /^(set|delete|clear)$/.test(parent.name?.text ?? '')) return false;
    return !isAssignmentTarget(tree, node);
  });
}

/** `key` of `x.set(key, value)` and `x[key] = value`. */
export function keyOf({ node, location }: Entry['write']): Node | undefined {
  return location.path.at(-1)?.startsWith('[') ? (node.arguments?.[0] ?? node.left?.argumentExpression) : undefined;
}

const makers = /^(Symbol|random\w*|uuid\w*|v4|nanoid|ulid|cuid|(create|new|next|gen|generate|make|alloc)\w*)$/i;

/** The key is made for this entry: a counter, a random id, a new object. */
export function isNewKey(facts: Facts, { write, fn }: Entry): boolean {
  const { tree } = facts;
  const key = keyOf(write);
  if (!key) return false;
  let inner = unwrap(tree, key);
  const binding = tree.kind(inner) === K.Identifier ? facts.resolve(inner) : undefined;
  if (binding?.init && binding.scope.fn === fn && !binding.path?.length) inner = unwrap(tree, binding.init);
  switch (tree.kind(inner)) {
    case K.CallExpression:
      return makers.test(calleeName(tree, inner) ?? '');
    case K.NewExpression:
    case K.ObjectLiteralExpression:
      return true;
    case K.PrefixUnaryExpression:
    case K.PostfixUnaryExpression:
      return isUpdate(tree, inner);
    default:
      return /\+\+|uuid|random|Date\.now/i.test(textOf(tree, inner));
  }
}

const ofOneRequest =
  /(request|req|call|message|msg|event|invocation|command|correlation|trace|transaction|operation|lock|job|run|execution)_?id$|uuid|nonce|^id$|guid|symbol/i;

/** `requestId`, `call.id`: each request has its own, unless somebody sends one twice. */
export function isRequestKey(facts: Facts, { write }: Entry): boolean {
  const key = keyOf(write);
  if (!key) return false;
  const inner = unwrap(facts.tree, key);
  return ofOneRequest.test(inner.name?.text ?? inner.text ?? '');
}
