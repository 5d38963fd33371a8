/** Which acts are races: on shared state, where two can overlap, and another function changes what was tested. */
import { isSerialisedElsewhere, overlapAt } from '../../core/elsewhere.ts';
import type { Fn } from '../../core/facts/facts.ts';
import { type Interleaving, interleavings, type ReadOp } from '../../core/facts/interleave.ts';
import { child, wholeCollection } from '../../core/facts/locations.ts';
import { isSerialised } from '../../core/facts/serialised.ts';
import { sharingOf } from '../../core/facts/sharing.ts';
import type { RuleContext } from '../../core/rule.ts';
import { asMove, asUse, clearersOf, isAwaitedImport, type Kind, kindOf, sizedBy } from './acts.ts';

export interface Act {
  readonly kind: Kind;
  readonly hit: Interleaving;
  /** For `gone`: who takes it away. */
  readonly clearer?: Fn;
}

export function* detect(context: RuleContext): Iterable<Act> {
  const { facts } = context;
  const told = new Set<string>();
  for (const fn of facts.functions) {
    if (!fn.suspends) continue;
    for (const act of actsOf(context, fn)) {
      const { location } = act.hit;
      // Of several that are gone after one await the first tells the story.
      const mark = `${fn.id}/${act.kind === 'gone' ? act.hit.suspension.pos : location.key}`;
      if (told.has(mark) || isSerialised(facts, fn) || isAwaitedImport(facts, act.hit.suspension)) continue;
      if (isSerialisedElsewhere(context, fn) !== false || !overlaps(context, act)) continue;
      told.add(mark);
      yield act;
    }
  }
}

function* actsOf(context: RuleContext, fn: Fn): Iterable<Act> {
  const { facts, config } = context;
  for (const block of facts.graph(fn).blocks) {
    for (const op of block.ops) {
      if (op.op !== 'read') continue;
      const collection = sizedBy(op.location);
      const shared = collection ? child(collection, wholeCollection) : op.location;
      if (!sharingOf(facts, shared, fn, config)) continue;
      if (collection) {
        for (const hit of search(context, fn, op, asMove(collection)))
          if (hit.test?.decides && hit.write.location.key !== op.location.key) yield { kind: 'room', hit };
        continue;
      }
      for (const hit of search(context, fn, op)) {
        const kind = kindOf(facts, hit);
        if (kind) yield { kind, hit };
      }
      yield* uses(context, fn, op);
    }
  }
}

function search({ facts }: RuleContext, fn: Fn, read: ReadOp, also?: ReturnType<typeof asMove>): Interleaving[] {
  return interleavings(facts, fn, read, { ignoreSharedPromises: true, ...(also && { also }) });
}

function* uses(context: RuleContext, fn: Fn, read: ReadOp): Iterable<Act> {
  const { facts } = context;
  const [clearer] = clearersOf(facts, read.location).filter((other) => other !== fn);
  if (!clearer) return;
  for (const hit of search(context, fn, read, asUse(facts, read)))
    if (hit.test?.decides && hit.test.absent === false && hit.write.method === 'use')
      yield { kind: 'gone', hit, clearer };
}

function overlaps(context: RuleContext, { kind, hit, clearer }: Act): boolean {
  const { strict } = context.config;
  const overlap = overlapAt(context, hit.location, hit.fn);
  if (overlap === 'no') return false;
  if (kind !== 'gone') return strict || overlap === 'yes' || (kind === 'busy' && overlap !== 'unknown');
  const cleared = overlapAt(context, hit.location, clearer!);
  return cleared === 'yes' || (strict && cleared !== 'no');
}
