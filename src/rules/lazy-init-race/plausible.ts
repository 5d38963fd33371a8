/** Whether anyone would see the race: how sure it is that two invocations overlap, weighed against what it costs. */
import { callbackUse } from '../../core/facts/callbacks.ts';
import { callbackOf } from '../../core/facts/callgraph.ts';
import { effectsOf } from '../../core/facts/effects.ts';
import type { Facts, Fn } from '../../core/facts/facts.ts';
import { guardsOf } from '../../core/facts/guards.ts';
import { regionBetween } from '../../core/facts/interleave/region.ts';
import type { Interleaving } from '../../core/facts/interleave.ts';
import { isSerialised } from '../../core/facts/serialised.ts';
import { unwrap, wrapped } from '../../core/facts/shapes.ts';
import type { Callee } from '../../core/facts/summary.ts';
import { isLoopCondition, isRefused, overlapsLazily } from '../../core/lazily.ts';
import type { RuleContext } from '../../core/rule.ts';
import { K, type Node } from '../../core/syntax.ts';
import type { Harm } from './harm.ts';
import { isHarmless } from './harmless.ts';
import { askerOf } from './keys.ts';

export function isPlausible(context: RuleContext, hit: Interleaving, harm: Harm): boolean {
  const { strict } = context.config;
  if (harm.kind === 'work' && !strict) return false;
  if (isLoopCondition(context.facts, hit.test!.node) || hasOwnKey(hit) || isSingleFlight(context, hit)) return false;
  if (!strict && isRefused(context.facts, hit.test!.node)) return false;
  // Last what follows calls into other files, for the few that are left.
  const overlaps = overlapsLazily(context, hit.location, askerOf(context.facts, hit), harm.kind === 'resource');
  return overlaps && !isHarmless(context, hit, harm);
}

/** Each request brings its own key: nobody else asks for that entry. */
function hasOwnKey(hit: Interleaving): boolean {
  return /(call|request|message|event|trace|span|correlation|job|run|attempt|invocation)_?id\]$|(uuid|nonce|guid)\]$/i.test(
    hit.location.path.at(-1) ?? '',
  );
}

/** What is awaited keeps one promise, or holds a lock, for all who ask: A and B get the same. */
function isSingleFlight(context: RuleContext, hit: Interleaving): boolean {
  const { tree } = context.facts;
  const value = hit.write.value && unwrap(tree, hit.write.value);
  if (!value || hit.through || tree.kind(value) !== K.AwaitExpression) return false;
  const call = unwrap(tree, value.expression!);
  if (tree.kind(call) !== K.CallExpression) return false;
  const callee = context.resolve(context.facts, call);
  // That it is called under a lock, which the test is not, makes no second call of it the first one's.
  if (callee && regionBetween(context.facts, hit.fn, hit.writer)) return cachesItself(callee.facts, callee.fn);
  return !!callee && keepsOne(context, callee, 0);
}

function keepsOne(context: RuleContext, { facts, fn }: Callee, depth: number): boolean {
  if (cachesItself(facts, fn) || isSerialised(facts, fn) || cachesInTurn(facts, fn)) return true;
  const guards = guardsOf(facts, fn);
  const waits = facts.graph(fn).blocks.flatMap((block) => block.ops.filter((op) => op.op === 'suspend'));
  if (waits.length && waits.every((op) => guards.at(op)?.guards.size)) return true;
  if (depth > 2) return false;
  // `return this.manager.open(…)`: whoever it delegates to.
  const returned = facts.calls.filter((call) => facts.functionOf(call) === fn && isReturned(facts, call));
  return returned.some((call) => {
    const callee = context.resolve(facts, call);
    return !!callee && callee.fn !== fn && callee.fn.async && keepsOne(context, callee, depth + 1);
  });
}

/** It tests a location and fills it: a get-or-create of its own, reported where it stands if it is none. */
function cachesItself(facts: Facts, fn: Fn): boolean {
  const { tests, sync, late } = effectsOf(facts, fn);
  return [...tests].some((key) => /[.[]/.test(key) && (sync.has(key) || late.has(key)));
}

/** `return lock.runExclusive(async () => { … })` around a get-or-create: whoever comes second finds the first one's. */
function cachesInTurn(facts: Facts, fn: Fn): boolean {
  return facts.functions.some((inner) => {
    const callback = inner.parent === fn ? callbackOf(facts, inner.node) : undefined;
    if (!callback || callbackUse(facts, callback.call) !== 'region') return false;
    const { tests } = effectsOf(facts, inner);
    return facts
      .graph(inner)
      .blocks.some(({ ops }) => ops.some((op) => op.op === 'write' && tests.has(op.location.key)));
  });
}

function isReturned(facts: Facts, call: Node): boolean {
  const { tree } = facts;
  let at = wrapped(tree, call).parent;
  if (at && tree.kind(at) === K.AwaitExpression) at = wrapped(tree, at).parent;
  return !!at && (tree.kind(at) === K.ReturnStatement || tree.kind(at) === K.ArrowFunction);
}
