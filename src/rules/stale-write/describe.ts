/** The words of a finding: message and witness. */
import { regionBetween } from '../../core/facts/interleave/region.ts';
import type { Report, RuleContext } from '../../core/rule.ts';
import type { Node } from '../../core/syntax.ts';
import { brief, Steps, spanOf } from '../../core/witness.ts';
import type { Candidate } from './detect.ts';
import { keyOf } from './fix/lock.ts';
import { fixesOf, storeFixesOf } from './fix/plan.ts';
import type { StoreUpdate } from './stores.ts';

export function describe(context: RuleContext, candidate: Candidate, all: readonly Candidate[]): Report {
  const { facts } = context;
  const { hit } = candidate;
  const keyType = typeText(context, keyOf(facts, hit.read.node));
  const { tree } = facts;
  const symbol = hit.location.text;
  const pause = brief(tree, hit.suspension);
  const remedy = regionBetween(facts, hit.fn, hit.writer)
    ? 'Read it under the lock.'
    : hit.write.how === 'compound'
      ? 'Await first, then update.'
      : 'Read it after the await, or hold a `Mutex` over both.';
  const steps = new Steps(facts)
    .a(hit.read.node, `reads ${symbol}`)
    .a(hit.suspension, `suspends at ${pause}`)
    .b(hit.read.node, `reads ${symbol}: the same value`)
    .b(hit.write.node, `writes ${symbol}`)
    .a(hit.write.node, `writes ${symbol} from its old value; the update of B is lost`);
  return {
    span: spanOf(tree, hit.write.node),
    message: `\`${symbol}\` is written from a value read before \`${pause}\`: an update made meanwhile is lost. ${remedy}`,
    witness: steps.done(),
    fixes: () => fixesOf(context, candidate, all, keyType),
  };
}

/** How the type of a key is written; asked for now, since fixes must not ask. */
function typeText(context: RuleContext, node: Node | undefined): string | undefined {
  const type = node && context.ask('type', node);
  return type && !type.unknown && type.printable ? type.text : undefined;
}

export function describeStore(context: RuleContext, update: StoreUpdate): Report {
  const { facts } = context;
  const { tree } = facts;
  const read = brief(tree, update.read.call);
  const write = brief(tree, update.write.call);
  const { name, call, key } = update.read;
  const keyType = typeText(context, key);
  const remedy = regionBetween(facts, update.fn, update.writer)
    ? 'Read it under the lock.'
    : 'Hold a `Mutex` over both.';
  return {
    span: spanOf(tree, update.write.call),
    message: `\`${write}\` writes back what \`${read}\` read before: a change made in between is lost. ${remedy}`,
    witness: new Steps(facts)
      .a(call, `reads ${name}`)
      .b(call, `reads ${name}: the same content`)
      .a(update.write.call, `writes its change`)
      .b(update.write.call, `writes its own change over it; the change of A is lost`)
      .done(),
    fixes: () => storeFixesOf(context, update, keyType),
  };
}
