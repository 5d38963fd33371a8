/** Which rewrites a finding gets: the whole one where every use of the place is understood, else a lock around the race. */
import type { Facts } from '../../core/facts/facts.ts';
import type { Location } from '../../core/facts/locations.ts';
import type { Fix } from '../../core/finding.ts';
import { guard } from '../../core/rewrite/guard.ts';
import { type Storage, storageOf } from '../../core/rewrite/storage.ts';
import type { RuleContext } from '../../core/rule.ts';
import { K, type Node, textOf } from '../../core/syntax.ts';
import type { Candidate } from './detect.ts';
import { type Whole, wholeRewrite } from './fix-lazy.ts';

/** What a finding's fixes need, questions asked; `undefined` while answers are on their way. */
export function planFixes(
  context: RuleContext,
  candidate: Candidate,
  all: readonly Candidate[],
): (() => Fix[]) | undefined {
  const { facts } = context;
  const { hit } = candidate;
  const storage = storageOf(facts, hit.location);
  const racing = all
    .filter((c) => c.hit.location.key.split('[')[0] === hit.location.key.split('[')[0])
    .flatMap((c) => (c.hit.through ? [c.hit.test!.node] : [c.hit.write.node]));
  const whole = storage ? wholeRewrite(context, storage, racing) : elsewhere(hit.location);
  const keyType = keyTypeOf(context, candidate, storage);
  if (whole === undefined || keyType === undefined) return undefined;
  return () => fixes(context, candidate, storage, whole, keyType || undefined);
}

function fixes(
  context: RuleContext,
  candidate: Candidate,
  storage: Storage | undefined,
  whole: Whole | string,
  keyType: string | undefined,
): Fix[] {
  const found: Fix[] = [];
  let why = typeof whole === 'string' ? whole : 'an empty value is made again';
  if (typeof whole !== 'string') {
    const edits = whole.draft.edits();
    if (edits) {
      const title = `Keep ${storage?.keyed ? 'one promise a key' : 'the promise'}: make \`${storage!.name}\` a \`${whole.primitive}\``;
      found.push({ title, tier: whole.tier, edits: () => edits });
      if (whole.tier === 'safe') return found;
    } else why = 'its uses overlap';
  }
  const made = guardOf(context, candidate, keyType);
  if (made) found.push({ ...made, title: `${made.title} (${why})` });
  return found;
}

function guardOf(context: RuleContext, { hit }: Candidate, keyType: string | undefined): Fix | undefined {
  const { facts } = context;
  const nodes = [
    hit.test!.node,
    hit.read.node,
    hit.suspension,
    ...(hit.through ? [hit.through.call] : []),
    ...(hit.writer === hit.fn ? [hit.write.node] : []),
  ].filter((node) => isIn(node, hit.fn.node));
  const oneWay = missPath(facts, hit);
  const made = guard(facts, { location: hit.location, fn: hit.fn, read: hit.read.node, nodes, keyType, oneWay });
  const edits = made?.draft.edits();
  if (!made || !edits) return undefined;
  const primitive = made.keyed ? 'KeyedMutex' : 'Mutex';
  return { title: `Guard the initialisation with a \`${primitive}\``, tier: made.tier, edits: () => edits };
}

function elsewhere({ path, text }: Location): string {
  return path.length > 1 ? `\`${text}\` is part of something else` : `\`${text}\` is declared elsewhere`;
}

/** From the test that found nothing to the write: who comes back from here finds nothing either, again and again. */
function missPath({ tree }: Facts, hit: Candidate['hit']): { start: number; end: number } | undefined {
  if (hit.writer !== hit.fn) return undefined;
  const { end } = hit.write.node;
  let at = hit.test!.node;
  while (at.parent && tree.kind(at) !== K.IfStatement && at !== hit.fn.node) at = at.parent;
  if (tree.kind(at) !== K.IfStatement) return { start: hit.test!.node.end, end };
  return { start: end <= at.end ? at.expression!.end : at.end, end };
}

function isIn(node: Node, outer: Node): boolean {
  return outer.pos <= node.pos && node.end <= outer.end;
}

/** Empty where it can't be written. */
function keyTypeOf(context: RuleContext, { hit }: Candidate, storage: Storage | undefined): string | undefined {
  const { facts } = context;
  const { tree } = facts;
  if (!hit.location.path.at(-1)?.startsWith('[') || tree.isJavaScript) return '';
  const written = storage?.type?.typeArguments?.[0] ?? storage?.initializer?.typeArguments?.[0];
  if (written) return textOf(tree, written);
  const { node } = hit.read;
  const key = node.arguments?.[0] ?? node.argumentExpression ?? node.left;
  if (!key) return '';
  const type = context.ask('type', key);
  if (!type) return undefined;
  if (type.unknown || !type.printable) return '';
  return /^(["'`]|\d|true$|false$)/.test(type.text) ? (/^["'`]/.test(type.text) ? 'string' : '') : type.text;
}
