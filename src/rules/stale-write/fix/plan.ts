/** Which rewrites a finding gets: the read moves behind the await where that is the same, else a lock holds both. */
import type { Facts } from '../../../core/facts/facts.ts';
import { regionBetween } from '../../../core/facts/interleave/region.ts';
import type { Fix } from '../../../core/finding.ts';
import { intoRegion } from '../../../core/rewrite/into-region.ts';
import type { RuleContext } from '../../../core/rule.ts';
import type { Node } from '../../../core/syntax.ts';
import type { Candidate } from '../detect.ts';
import type { StoreUpdate } from '../stores.ts';
import { type Held, holdLock, holdStoreLock } from './lock.ts';
import { readAfterAwait } from './reorder.ts';

/** `all`: the findings of the file, for what is guarded for one must not hide another. */
export function fixesOf(
  { facts }: RuleContext,
  candidate: Candidate,
  all: readonly Candidate[],
  keyType: string | undefined,
): Fix[] {
  const { text } = candidate.hit.location;
  const { fn, writer, read } = candidate.hit;
  const region = regionBetween(facts, fn, writer);
  // A second lock around the first would be none that others take, or the same one, which would wait for itself.
  if (region) return readInRegion(facts, read.node, region, `\`${short(text)}\``, 'safe');
  const reordered = readAfterAwait(facts, candidate);
  if (reordered) return [{ title: `Read \`${short(text)}\` after the await`, tier: 'safe', edits: () => reordered }];
  const held = holdLock(facts, candidate, all, keyType);
  if (!held) return [];
  return [{ title: titleOf(held, 'from the read to the write'), tier: held.tier, edits: () => held.edits }];
}

export function storeFixesOf({ facts }: RuleContext, update: StoreUpdate, keyType: string | undefined): Fix[] {
  const region = regionBetween(facts, update.fn, update.writer);
  if (region) return readInRegion(facts, update.read.call, region, 'it', 'suggestion');
  const held = holdStoreLock(facts, update, keyType);
  if (!held) return [];
  // What is stored outlives the process and may have other writers.
  const scope = update.read.kind === 'file' ? 'this process only; `FileLock` for others' : 'this process only';
  const title = `Hold \`${held.lock}\` from the read to the write (${scope})`;
  return [{ title, tier: held.tier, edits: () => held.edits }];
}

function readInRegion(facts: Facts, read: Node, region: Node, what: string, tier: Fix['tier']): Fix[] {
  const edits = intoRegion(facts, read, region);
  return edits ? [{ title: `Read ${what} under the lock`, tier, edits: () => edits }] : [];
}

function titleOf({ lock, others }: Held, over: string): string {
  const title = `Hold \`${lock}\` ${over}`;
  if (!others.length) return title;
  const one = others[0] ? `\`${others[0]}\`` : 'another function';
  const rest = others.length === 1 ? `; ${one} writes without it` : `; ${others.length} others write without it`;
  return (title + rest).length <= 100 ? title + rest : title;
}

function short(text: string): string {
  return text.length <= 60 ? text : `${text.slice(0, 59)}…`;
}
