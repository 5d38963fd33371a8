/** The rewrites of a finding: one caller at a time makes it, and what it makes is shared once it is ready. */
import type { Facts, Fn } from '../../core/facts/facts.ts';
import type { Fix } from '../../core/finding.ts';
import { guard } from '../../core/rewrite/guard.ts';
import type { Node } from '../../core/syntax.ts';
import type { Entry } from './entries.ts';
import { writtenLate } from './late.ts';
import { postpone } from './postpone.ts';

export function fixesOf(facts: Facts, entry: Entry, keyType: string | undefined): Fix[] {
  const { fn, location, read, test, write, suspension, how } = entry;
  const nodes = [test, read, suspension, write.node, ...behind(facts, entry)].filter((n) => facts.functionOf(n) === fn);
  const made = guard(facts, { fn, location, read, nodes, keyType, handsOn: true });
  if (!made) return [];
  const isPostponed = (how === 'half' || how === 'again') && postpone(facts, entry, made.draft);
  // Who finds it there would still enter it, one after the other.
  if (how === 'again' && !isPostponed) return [];
  const edits = made.draft.edits();
  if (!edits) return [];
  const lock = `\`${made.lock}\``;
  const title = {
    again: `Enter it once, under ${lock}`,
    half: isPostponed
      ? `Share it once it is ready, under ${lock}`
      : `Make it ready under ${lock} (others see it before)`,
    flag: `Hold ${lock} until it is done`,
    late: `Hold ${lock} from the test to the write`,
  }[how];
  const isSafe = made.tier === 'safe' && how !== 'again' && !(isPostponed && isReadElsewhere(facts, fn, location.key));
  return [{ title, tier: isSafe ? 'safe' : 'suggestion', edits: () => edits }];
}

/** What the flag stands for, where the function or a helper of it sets that. */
function behind(facts: Facts, { fn, missing }: Entry): Node[] {
  return writtenLate(facts, fn).flatMap(({ text, node }) => (text === missing ? [node] : []));
}

/** Who looks at it meanwhile found one that was not ready, and from now on finds none. */
function isReadElsewhere(facts: Facts, fn: Fn, key: string): boolean {
  return facts.functions.some(
    (other) =>
      other !== fn &&
      facts.graph(other).blocks.some(({ ops }) => ops.some((op) => op.op === 'read' && op.location.key === key)),
  );
}
