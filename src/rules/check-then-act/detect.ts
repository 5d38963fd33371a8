/** Which acts are races: on shared state, where two can overlap, and another function changes what was tested. */
import { isSerialisedElsewhere, overlapAt } from '../../core/elsewhere.ts';
import { namedAround } from '../../core/facts/callgraph.ts';
import { effectsOf } from '../../core/facts/effects.ts';
import type { Fn } from '../../core/facts/facts.ts';
import type { Op } from '../../core/facts/graph.ts';
import { type Interleaving, interleavings, type ReadOp } from '../../core/facts/interleave.ts';
import { child, wholeCollection } from '../../core/facts/locations.ts';
import { isSerialised } from '../../core/facts/serialised.ts';
import { isConstantExpression, isFloating } from '../../core/facts/shapes.ts';
import { sharingOf } from '../../core/facts/sharing.ts';
import { isRefused } from '../../core/lazily.ts';
import type { RuleContext } from '../../core/rule.ts';
import { asMove, asUse, clearersOf, isAwaitedImport, isCaught, type Kind, kindOf, limitOf, sizedBy } from './acts.ts';

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
      const clearer = act.kind === 'gone' ? clearerOf(context, act.hit) : undefined;
      if (act.kind === 'gone' ? !clearer : act.kind === 'room' && isSoft(context, act.hit)) continue;
      told.add(mark);
      yield { ...act, ...(clearer && { clearer }) };
    }
  }
}

function* actsOf(context: RuleContext, fn: Fn): Iterable<Act> {
  const { facts, config } = context;
  for (const read of facts.graph(fn).ops('read')) {
    const collection = sizedBy(read.location);
    const shared = collection ? child(collection, wholeCollection) : read.location;
    if (!sharingOf(facts, shared, fn, config)) continue;
    if (collection) {
      for (const hit of search(context, fn, read, asMove(collection)))
        if (hit.test?.decides && limitOf(facts, hit.test.node)) yield { kind: 'room', hit };
      continue;
    }
    for (const hit of search(context, fn, read)) {
      const kind = kindOf(facts, hit);
      if (kind) yield { kind, hit };
    }
    yield* uses(context, fn, read);
  }
}

function search({ facts }: RuleContext, fn: Fn, read: ReadOp, also?: ReturnType<typeof asMove>): Interleaving[] {
  return interleavings(facts, fn, read, { ignoreSharedPromises: true, ...(also && { also }) });
}

function* uses({ facts }: RuleContext, fn: Fn, read: ReadOp): Iterable<Act> {
  if (!clearersOf(facts, read.location).some((other) => other !== fn)) return;
  for (const hit of interleavings(facts, fn, read, { ignoreSharedPromises: false, also: asUse(facts, read) })) {
    const { test, write } = hit;
    if (!test?.decides || test.absent !== false || write.method !== 'use' || isCaught(facts, write.node, fn)) continue;
    yield { kind: 'gone', hit };
  }
}

function overlaps(context: RuleContext, { kind, hit }: Act): boolean {
  const overlap = overlapAt(context, hit.location, hit.fn);
  if (overlap === 'no' || kind === 'gone') return overlap !== 'no';
  return context.config.strict || overlap === 'yes' || (kind === 'busy' && overlap !== 'unknown');
}

/** Who takes it away while another uses it: one of the two comes with an event or unawaited, or several lead to both. */
function clearerOf(context: RuleContext, hit: Interleaving): Fn | undefined {
  const { location, fn } = hit;
  const used = overlapAt(context, location, fn);
  return clearersOf(context.facts, location).find((other) => {
    const cleared = other === fn ? 'no' : overlapAt(context, location, other);
    if (isKeptOut(context, hit, other)) return false;
    // It runs once, beside all that comes with events.
    if (cleared === 'no' && used === 'yes' && other !== fn && isLeftRunning(context, other)) return true;
    if (cleared === 'no' || context.config.strict || cleared === 'yes' || used === 'yes') return cleared !== 'no';
    return cleared !== 'unknown' && used !== 'unknown';
  });
}

/** `service.run().catch(log)`: who starts it goes on without it. */
function isLeftRunning(context: RuleContext, fn: Fn): boolean {
  for (const { facts, call } of context.callers(namedAround(fn)) ?? [])
    if (call && isFloating(facts.tree, call)) return true;
  return false;
}

/** It looks at a flag that the function sets between its test and its await: `this.recording = true`. */
function isKeptOut({ facts }: RuleContext, { fn, test, suspension, location }: Interleaving, clearer: Fn): boolean {
  const looks = new Set<string>();
  for (let at: Fn | undefined = clearer; at && at.kind !== 'module'; at = at.parent)
    for (const key of effectsOf(facts, at).tests) looks.add(key);
  const isSet = (op: Op) =>
    op.op === 'write' &&
    op.location.key !== location.key &&
    looks.has(op.location.key) &&
    op.node.pos >= test!.node.pos &&
    op.node.end <= suspension.pos &&
    op.how === '=' &&
    isConstantExpression(facts.tree, op.value!);
  return facts.graph(fn).blocks.some(({ ops }) => ops.some(isSet));
}

/** Names and numbers beyond a limit that turns nobody away by an error: a few more of them do no harm. */
function isSoft(context: RuleContext, { test, write }: Interleaving): boolean {
  if (context.config.strict || isRefused(context.facts, test!.node) || !write.value) return false;
  return context.ask('type', write.value)?.primitive !== false;
}
