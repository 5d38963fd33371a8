/** Which get-or-create shapes are races, and what a second initialisation costs. */

import { isSerialisedElsewhere, resolveCall } from '../../core/elsewhere.ts';
import type { Fn } from '../../core/facts/facts.ts';
import { type Interleaving, interleavings } from '../../core/facts/interleave.ts';
import { isSerialised } from '../../core/facts/serialised.ts';
import { calleeName, contains, isEmptyConstant, unwrap, wrapped } from '../../core/facts/shapes.ts';
import { sharingOf } from '../../core/facts/sharing.ts';
import { valueLocation } from '../../core/facts/tests.ts';
import type { RuleContext } from '../../core/rule.ts';
import { K, type Node, textOf } from '../../core/syntax.ts';
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
  if (!write.value || isEmptyConstant(tree, write.value) || isRearmed(context, hit) || isThereBefore(context, hit))
    return false;
  if (isModuleImport(context, hit.suspension)) return false;
  return true;
}

/** `await import('x')`: the module system keeps the promise already. */
function isModuleImport(context: RuleContext, suspension: Node): boolean {
  return /^(await )?import\(/.test(textOf(context.facts.tree, suspension));
}

/** `if (this.timer) clearTimeout(this.timer); …; this.timer = setTimeout(…)`: it is set anew each time. */
function isRearmed({ facts }: RuleContext, { fn, location, write }: Interleaving): boolean {
  const armed = unwrap(facts.tree, write.value!);
  if (
    facts.tree.kind(armed) !== K.CallExpression ||
    !/^set(Timeout|Interval)$/.test(calleeName(facts.tree, armed) ?? '')
  )
    return false;
  const clears = facts.callsTo((name) => name === 'clearTimeout' || name === 'clearInterval');
  return clears.some(
    (call) =>
      facts.functionOf(call) === fn &&
      !!call.arguments?.[0] &&
      valueLocation(facts, call.arguments[0])?.key === location.key,
  );
}

/** `queues.get(key) ?? []` in a callback of a function that has put one there: what was awaited is not what is kept. */
function isThereBefore({ facts }: RuleContext, { fn, location, test, data }: Interleaving): boolean {
  const { tree } = facts;
  const { parent } = wrapped(tree, test!.node);
  const fallback = parent.operatorToken && tree.kind(parent.operatorToken) === K.QuestionQuestionToken && parent.right;
  if (!data || !fallback || !(unwrap(tree, fallback).elements ?? unwrap(tree, fallback).properties)) return false;
  for (let outer = fn; outer.parent; outer = outer.parent)
    for (const op of facts.graph(outer.parent).ops('write')) {
      if (op.location.key !== location.key || op.node.end > outer.node.pos) continue;
      const statement = wrapped(tree, op.node).parent;
      const isPut = !!op.value && op.how !== 'delete' && !isEmptyConstant(tree, op.value);
      if (isPut && tree.kind(statement) === K.ExpressionStatement && contains(statement.parent, fn.node)) return true;
    }
  return false;
}
