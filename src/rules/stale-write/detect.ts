/** Which writes after a suspension are computed from a read before it, of a location that others write meanwhile. */

import { isSerialisedElsewhere, overlapAt } from '../../core/elsewhere.ts';
import type { Fn } from '../../core/facts/facts.ts';
import { type Interleaving, interleavings } from '../../core/facts/interleave.ts';
import { isSerialised } from '../../core/facts/serialised.ts';
import { type Sharing, sharingOf } from '../../core/facts/sharing.ts';
import type { RuleContext } from '../../core/rule.ts';
import type { Node } from '../../core/syntax.ts';
import { keyOf } from './fix/lock.ts';
import { hasOwnEntries } from './own-entries.ts';
import { isUpdateOf } from './updates.ts';

export interface Candidate {
  readonly hit: Interleaving;
  readonly sharing: Sharing;
}

export function detect(context: RuleContext): Candidate[] {
  const { facts } = context;
  const found = new Map<Node, Candidate>();
  for (const fn of facts.functions) {
    if (!fn.suspends && !fn.chains) continue;
    for (const candidate of candidatesOf(context, fn)) {
      const { write } = candidate.hit;
      if (found.has(write.node) || isSerialised(facts, fn)) continue;
      if (isSerialisedElsewhere(context, fn) !== false) continue;
      if (overlaps(context, candidate)) found.set(write.node, candidate);
    }
  }
  return [...found.values()];
}

function* candidatesOf(context: RuleContext, fn: Fn): Iterable<Candidate> {
  const { facts, config } = context;
  for (const read of facts.graph(fn).ops('read')) {
    const sharing = sharingOf(facts, read.location, fn, config);
    if (!sharing) continue;
    for (const hit of interleavings(facts, fn, read, { ignoreSharedPromises: false })) {
      if (hit.data && !(hit.test?.absent && hit.test.decides) && !hit.through && isUpdate(context, hit))
        yield { hit, sharing };
    }
  }
}

/** An event, a parallel or a floating call leads here; merely public is enough only in `strict`. */
function overlaps(context: RuleContext, { hit, sharing }: Candidate): boolean {
  if (!context.config.strict && hasOwnEntries(context.facts, sharing, keyOf(context.facts, hit.read.node)))
    return false;
  if (sharing.concurrent) return true;
  const overlap = overlapAt(context, hit.location, hit.fn);
  return overlap === 'yes' || overlap === 'hand' || (overlap !== 'no' && context.config.strict);
}

/** The write changes what was read; putting the very same value back is a scope, not an update. */
function isUpdate(context: RuleContext, hit: Interleaving): boolean {
  const { write } = hit;
  if (write.how === 'delete' || write.how === 'declare') return false;
  if (write.how === 'compound') return true;
  return !!write.value && isUpdateOf(context.facts, write.value, (n) => n === hit.read.node);
}
