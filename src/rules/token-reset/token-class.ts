/** Classes that are cancellation tokens: a flag that one method sets, another takes down, and others look at. */
import type { Facts, Fn, ThisOwner } from '../../core/facts/facts.ts';
import type { Node } from '../../core/syntax.ts';
import type { Flag, Site } from './flags.ts';
import { looksAt } from './polls.ts';

export interface TokenClass {
  readonly owner: ThisOwner;
  readonly cancel: Site;
  /** Where it tells who asks. */
  readonly look: Node;
  /** Between threads. */
  readonly shared?: boolean;
}

export const resets = /^(?:reset|clear|rearm|renew|uncancel|reopen|restart)/i;
const tokens = /token|cancel|abort|interrupt|signal|flag$/i;

/** `site`: where the flag is taken down. */
export function tokenClassAt(facts: Facts, flag: Flag, { fn }: Site): TokenClass | undefined {
  const { root, path } = flag.location;
  if (flag.kind !== 'flag' || root.kind !== 'this' || path.length !== 1 || root.owner.kind !== 'class')
    return undefined;
  const { owner } = root;
  if (!isOffered(fn, owner) || fn.suspends || !resets.test(fn.name ?? '')) return undefined;
  const cancel = flag.cancels.find((site) => site.fn !== fn && isOffered(site.fn, owner));
  const member = owner.members.get(path[0]!);
  if (!cancel || !member || !isToken(owner)) return undefined;
  const look = facts.functions.flatMap((other) =>
    isOffered(other, owner) ? (lookIn(facts, flag, other) ?? []) : [],
  )[0];
  const told = look ?? (member.access === 'private' ? undefined : member.declaration);
  return told && { owner, cancel, look: told };
}

export function isToken({ name, exported, binding }: ThisOwner): boolean {
  return tokens.test(name ?? '') && (exported || !!binding?.exported);
}

export function isOffered({ member }: Fn, owner: ThisOwner): boolean {
  return member?.owner === owner && member.access === 'public' && !member.isStatic;
}

function lookIn(facts: Facts, flag: Flag, fn: Fn): Node | undefined {
  for (const { ops } of facts.graph(fn).blocks) for (const op of ops) if (looksAt(facts, flag, op)) return op.node;
  return undefined;
}
