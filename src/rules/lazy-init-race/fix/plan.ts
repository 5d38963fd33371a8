/** Which rewrites a finding gets: the whole one where every use of the place is understood, else a lock around the race. */
import type { Facts } from '../../../core/facts/facts.ts';
import { regionBetween } from '../../../core/facts/interleave/region.ts';
import type { Location } from '../../../core/facts/locations.ts';
import { contains } from '../../../core/facts/shapes.ts';
import type { Fix, TextEdit } from '../../../core/finding.ts';
import { guard } from '../../../core/rewrite/guard.ts';
import type { Range } from '../../../core/rewrite/statements.ts';
import { type Storage, storageOf } from '../../../core/rewrite/storage.ts';
import type { RuleContext } from '../../../core/rule.ts';
import { K, type Node, textOf } from '../../../core/syntax.ts';
import type { Candidate } from '../detect.ts';
import { keptAt } from '../stores.ts';
import { type Whole, wholeRewrite } from './whole.ts';

/**
 * What the fixes of a finding need, all questions asked; `undefined` while answers are on their way.
 *
 * @param all the candidates of the file: a whole rewrite has to end every race on its place
 */
export function planFixes(
  context: RuleContext,
  candidate: Candidate,
  all: readonly Candidate[],
): (() => readonly Fix[]) | undefined {
  const { facts } = context;
  const { hit } = candidate;
  const storage = storageOf(facts, hit.location);
  const racing = all
    .filter((c) => placeKey(c.hit.location) === placeKey(hit.location))
    .map((c) => (c.hit.through ? c.hit.test!.node : c.hit.write.node));
  const whole = storage ? wholeRewrite(context, storage, racing) : notDeclaredHere(keptAt(facts, hit.location));
  const keyType = keyTypeOf(context, candidate, storage);
  if (whole === undefined || keyType === undefined) return undefined;
  return () => fixes(context, candidate, storage, whole, keyType || undefined);
}

/** The key of a location without that of an entry. */
function placeKey({ key, path }: Location): string {
  const entry = path.at(-1);
  return entry?.startsWith('[') ? key.slice(0, -entry.length) : key;
}

function notDeclaredHere({ path, text }: Location): string {
  return path.length > 1 ? `\`${text}\` is part of something else` : `\`${text}\` is declared elsewhere`;
}

function fixes(
  context: RuleContext,
  candidate: Candidate,
  storage: Storage | undefined,
  whole: Whole | string,
  keyType: string | undefined,
): Fix[] {
  const found: Fix[] = [];
  let why = whole;
  if (typeof whole !== 'string') {
    const name = `\`${storage!.name}\``;
    const edits = whole.draft.edits();
    if (edits) {
      const kept = storage!.keyed ? 'one promise a key' : 'the promise';
      found.push({
        title: `Keep ${kept}: make ${name} a \`${whole.primitive}\``,
        tier: whole.tier,
        edits: () => edits,
      });
      if (whole.tier === 'safe') return found;
    }
    why = edits ? `${name} stays as it is` : `the uses of ${name} overlap`;
  }
  const { hit } = candidate;
  const guarded = guardOf(context, candidate, keyType);
  if (guarded) found.push({ ...guarded, title: brief(`${guarded.title} (${why})`, hit.location) });
  return found;
}

/** Long names give way: a menu shows a hundred letters. */
function brief(title: string, { path, text }: Location): string {
  const name = path.filter((segment) => !segment.startsWith('[')).at(-1) ?? text;
  return title.length <= 100 ? title : title.replaceAll(`\`${name}\``, 'it');
}

function guardOf({ facts }: RuleContext, { hit }: Candidate, keyType: string | undefined): Fix | undefined {
  const { location, fn } = hit;
  // The write is under a lock that does not cover the test: a second one around it could be the same.
  if (!hit.through && regionBetween(facts, fn, hit.writer)) return undefined;
  const read = hit.read.node;
  const own = [hit.test!.node, read, hit.suspension, ...(hit.through ? [hit.through.call] : [hit.write.node])];
  const nodes = own.filter((node) => contains(fn.node, node));
  const made = guard(facts, { location, fn, read, nodes, keyType, handsOn: true, ...missPath(facts, hit) });
  const edits = made?.draft.edits();
  if (!made || !edits || (made.tier !== 'safe' && holdsMuch(facts, edits, hit))) return undefined;
  const primitive = made.keyed ? 'KeyedMutex' : 'Mutex';
  return { title: `Guard it with a \`${primitive}\``, tier: made.tier, edits: () => edits };
}

/** More than a screen of other code would wait in line each time: no help that anybody would take. */
function holdsMuch({ tree }: Facts, edits: readonly TextEdit[], hit: Candidate['hit']): boolean {
  const once = missPath({ tree } as Facts, hit)?.once;
  const region = edits.find((edit) => edit.start <= hit.test!.node.pos && hit.test!.node.end <= edit.end);
  if (!once || !region) return false;
  const lines = (start: number, end: number) => tree.text.slice(start, Math.max(start, end)).split('\n').length - 1;
  return lines(region.start, once.start) + lines(once.end, region.end) > 30;
}

/**
 * `once`: what runs where nothing was found. `oneWay`: of that, what runs up to the write: who comes back from there
 * finds nothing either, again and again.
 */
function missPath({ tree }: Facts, hit: Candidate['hit']): { once: Range; oneWay: Range } | undefined {
  if (hit.writer !== hit.fn) return undefined;
  const { end } = hit.write.node;
  const test = hit.test!.node;
  let at = test;
  while (at.parent && tree.kind(at) !== K.IfStatement && at !== hit.fn.node) at = at.parent;
  if (tree.kind(at) !== K.IfStatement) return { once: { start: test.pos, end }, oneWay: { start: test.end, end } };
  const isUnder = end <= at.end;
  const start = isUnder ? at.expression!.end : at.end;
  const returned = at.parent.statements?.at(-1);
  const last = isUnder ? at.end : returned ? returned.end : end;
  return { once: { start, end: last }, oneWay: { start, end } };
}

/** Empty where it can't be written. */
function keyTypeOf(context: RuleContext, { hit }: Candidate, storage: Storage | undefined): string | undefined {
  const { tree } = context.facts;
  if (!hit.location.path.at(-1)?.startsWith('[') || tree.isJavaScript) return '';
  const written = writtenKey(storage?.type) ?? writtenKey(storage?.initializer);
  if (written) return textOf(tree, written);
  const key = keyOf(hit.read.node);
  const type = key && context.ask('type', key);
  if (key && !type) return undefined;
  if (!type || type.unknown || !type.printable) return '';
  const isLiteral = /^(?:["'`]|-?\d|true$|false$)/.test(type.text);
  return isLiteral ? (/^["'`]/.test(type.text) ? 'string' : '') : type.text;
}

/** `K` of `Map<K, V>` and `Set<K>`; of `TtlCache<V>` nothing is known. */
function writtenKey(held: Node | undefined): Node | undefined {
  const [first, ...others] = held?.typeArguments ?? [];
  const name = (held?.typeName ?? held?.expression)?.text ?? '';
  return others.length || /Set$/.test(name) ? first : undefined;
}

function keyOf(read: Node): Node | undefined {
  return read.arguments?.[0] ?? read.argumentExpression ?? read.left;
}
