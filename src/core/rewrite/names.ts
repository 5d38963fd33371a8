/** Names for what a rewrite introduces. */
import type { Facts, Fn } from '../facts/facts.ts';
import type { Node } from '../syntax.ts';

/** `client` for `#client`, `_client`, `client_`. */
export function bare(name: string): string {
  return name.replace(/^[#_$]+/, '').replace(/_+$/, '') || 'value';
}

/**
 * The first of `wanted` that a function can declare: it neither has a name like that nor uses an outer one; else the
 * last of them with a number.
 *
 * @param going uses of a name that the rewrite takes away
 */
export function freeLocal(facts: Facts, fn: Fn, wanted: readonly string[], going?: ReadonlySet<Node>): string {
  const usable = wanted.filter((name) => isIdentifier(name));
  const candidates = usable.length ? usable : ['value'];
  const base = candidates.at(-1)!;
  for (const name of candidates) if (isFree(facts, fn.node, name, going)) return name;
  for (let n = 2; ; n++) if (isFree(facts, fn.node, `${base}${n}`, going)) return `${base}${n}`;
}

/** The first of `wanted` that nothing in the file is called. */
export function freeInFile(facts: Facts, wanted: readonly string[]): string {
  const taken = (name: string) => facts.identifiers.has(name) || facts.bindings.some((b) => b.name === name);
  const base = wanted.at(-1) ?? 'value';
  for (const name of wanted) if (!taken(name)) return name;
  for (let n = 2; ; n++) if (!taken(`${base}${n}`)) return `${base}${n}`;
}

function isFree(facts: Facts, within: Node, name: string, going: ReadonlySet<Node> = new Set()): boolean {
  const isInside = (node: Node) => node.pos >= within.pos && node.end <= within.end;
  if (facts.bindings.some((b) => b.name === name && isInside(b.ident))) return false;
  return !(facts.identifiers.get(name) ?? []).some((n) => isInside(n) && !going.has(n));
}

const reserved = new Set(
  `break case catch class const continue debugger default delete do else enum export extends false finally for function
  if import in instanceof new null return super switch this throw true try typeof var void while with yield let static
  await implements interface package private protected public arguments eval undefined async of get set`.split(/\s+/),
);

function isIdentifier(name: string): boolean {
  return /^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(name) && !reserved.has(name);
}

/** What one value of a collection is called: `client` for `clients`, `clientCache`, `clientsById`, `cachedClients`. */
export function singular(collection: string): string {
  let name = bare(collection);
  name = name.replace(/(?:By[A-Z]\w*|Cache|Map|Registry|Pool|Store|Table|Lookup|Index)$/, '');
  name = name.replace(/^(?:cached|cache|map|loaded|existing)(?=[A-Z])/, '');
  name = /ies$/.test(name) ? name.replace(/ies$/, 'y') : name.replace(/(?<=(?:s|x|z|ch|sh))es$|(?<![su])s$/, '');
  if (!name || name === bare(collection)) return name && name !== bare(collection) ? name : 'value';
  return name[0]!.toLowerCase() + name.slice(1);
}
