/** The words of a finding: message and witness. */
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
  const remedy =
    hit.write.how === 'compound'
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
  const read = brief(tree, update.read);
  const write = brief(tree, update.write);
  const what = update.kind === 'file' ? 'file' : 'entry';
  const keyType = typeText(context, update.read.arguments?.[0]);
  return {
    span: spanOf(tree, update.write),
    message: `\`${write}\` writes back a ${what} that \`${read}\` read before: what another call wrote in between is lost. Hold a \`Mutex\` over both.`,
    witness: new Steps(facts)
      .a(update.read, `reads ${update.name}`)
      .b(update.read, `reads ${update.name}: the same content`)
      .a(update.write, `writes its change`)
      .b(update.write, `writes its own change over it; the change of A is lost`)
      .done(),
    fixes: () => storeFixesOf(context, update, keyType),
  };
}
