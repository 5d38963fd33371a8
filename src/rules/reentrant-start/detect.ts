/** Which entries are races: two can overlap, nothing keeps the second out, and it comes to something that is not ready. */
import { isSerialisedElsewhere, overlapAt } from '../../core/elsewhere.ts';
import type { Location } from '../../core/facts/locations.ts';
import { isSerialised } from '../../core/facts/serialised.ts';
import { sharingOf } from '../../core/facts/sharing.ts';
import { overlapsLazily } from '../../core/lazily.ts';
import type { RuleContext } from '../../core/rule.ts';
import type { Node } from '../../core/syntax.ts';
import { type Entry, entriesOf } from './entries.ts';
import { earlyFlags, lateFlags } from './flags.ts';
import { isAwaitedAtStart, isHarmful } from './harm.ts';

export function* detect(context: RuleContext): Iterable<Entry> {
  const { facts, config } = context;
  const told = new Set<Node>();
  for (const fn of facts.functions) {
    if (!fn.suspends) continue;
    const isShared = (location: Location) => !!sharingOf(facts, location, fn, config);
    for (const find of [entriesOf, earlyFlags, lateFlags]) {
      for (const entry of find(facts, fn, isShared, config.strict)) {
        if (told.has(entry.write.node) || isSerialised(facts, fn)) continue;
        if (isSerialisedElsewhere(context, fn) !== false || !isHarmful(context, entry)) continue;
        if (!overlaps(context, entry)) continue;
        if (!config.strict && entry.how === 'half' && isAwaitedAtStart(context, fn)) continue;
        told.add(entry.write.node);
        yield entry;
      }
    }
  }
}

/** A start that its owner calls once is told by an event, a parallel or a floating call alone. */
function overlaps(context: RuleContext, { how, location, fn }: Entry): boolean {
  if (how !== 'late') return overlapsLazily(context, location, fn);
  const overlap = overlapAt(context, location, fn);
  return overlap === 'yes' || overlap === 'hand' || (overlap !== 'no' && context.config.strict);
}
