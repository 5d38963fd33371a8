/** Which get-or-create shapes are races, and what a second initialisation costs. */

import { isSerialisedElsewhere, resolveCall } from '../../core/elsewhere.ts';
import type { Fn } from '../../core/facts/facts.ts';
import { type Interleaving, interleavings } from '../../core/facts/interleave.ts';
import { isSerialised } from '../../core/facts/serialised.ts';
import { isEmptyConstant } from '../../core/facts/shapes.ts';
import { sharingOf } from '../../core/facts/sharing.ts';
import type { RuleContext } from '../../core/rule.ts';
import { type Node, textOf } from '../../core/syntax.ts';
import { type Harm, harmOf } from './harm.ts';
import { isPlausible } from './plausible.ts';

export interface Candidate {
  readonly hit: Interleaving;
  readonly harm: Harm;
}

export function detect(context: RuleContext): Candidate[] {
  const { facts } = context;
  const found = new Map<Node, Candidate>();
  for (const fn of facts.functions) {
    if (!fn.suspends && !fn.chains && !returnsCalls(fn)) continue;
    for (const hit of hitsOf(context, fn)) {
      if (found.has(hit.write.node) || isSerialised(facts, fn)) continue;
      if (isSerialisedElsewhere(context, fn) !== false) continue;
      const harm = harmOf(context, hit);
      if (!harm || !isPlausible(context, hit, harm)) continue;
      found.set(hit.write.node, { hit, harm });
    }
  }
  // One finding a location and function: the first write tells the story.
  const told = new Set<string>();
  return [...found.values()].filter(({ hit }) => {
    const id = `${hit.fn.id}:${hit.location.key}`;
    return !told.has(id) && told.add(id);
  });
}

/** `return this.connect()` in a plain function suspends nothing itself but goes on in its caller's await. */
function returnsCalls(fn: Fn): boolean {
  return fn.async;
}

function* hitsOf(context: RuleContext, fn: Fn): Iterable<Interleaving> {
  const { facts, config } = context;
  for (const read of facts.graph(fn).ops('read')) {
    if (!sharingOf(facts, read.location, fn, config)) continue;
    for (const hit of interleavings(facts, fn, read, {
      ignoreSharedPromises: true,
      resolve: (call) => resolveCall(context, call),
    })) {
      if (hit.test?.absent === true && hit.test.decides && initialises(context, hit)) yield hit;
    }
  }
}

/** The write brings in what the test missed: not a reset, not an update, not an error that was caught. */
function initialises(context: RuleContext, hit: Interleaving): boolean {
  const { write } = hit;
  const { tree } = context.facts;
  if (write.how === 'delete' || write.how === 'update' || write.how === 'compound') return false;
  if (write.method && write.method !== 'set' && write.method !== 'add') return false;
  if (!write.value || isEmptyConstant(tree, write.value)) return false;
  if (isModuleImport(context, hit.suspension)) return false;
  return true;
}

/** `await import('x')`: the module system keeps the promise already. */
function isModuleImport(context: RuleContext, suspension: Node): boolean {
  return /^(await )?import\(/.test(textOf(context.facts.tree, suspension));
}
