/** RG315: the end of an older task takes a newer one's entry out. */
import type { TypeAnswer } from '../../core/answers.ts';
import { overlapAt } from '../../core/elsewhere.ts';
import type { Fn } from '../../core/facts/facts.ts';
import { isPerInvocation } from '../../core/facts/sharing.ts';
import type { Rule, RuleContext } from '../../core/rule.ts';
import type { Node } from '../../core/syntax.ts';
import { brief, Steps, spanOf } from '../../core/witness.ts';
import { type Entry, entriesOf } from './entries.ts';
import { fixesOf } from './fix.ts';
import { isLookedAt, isRequestKey } from './keys.ts';
import { kindOf, type TaskKind } from './kinds.ts';
import { isBegunInLoop } from './loops.ts';
import { type Loss, lossOf } from './losses.ts';
import { type Newer, newersOf } from './newer.ts';

export const rule: Rule = {
  meta: {
    id: 'inflight-clobber',
    code: 'RG315',
    preset: 'recommended',
    severity: 'error',
    summary: "An older task's end deletes the entry of a newer one under the same key.",
    rewrite: 'keyed `TaskRegistry`, or an identity compare',
    origin: 'claude-agent-sdk follow-up',
  },
  run(context) {
    const { facts, config } = context;
    for (const entry of entriesOf(facts)) {
      const { root } = entry.location;
      if (root.kind === 'this' && isPerInvocation(facts, root.owner, config)) continue;
      if (!isLookedAt(facts, entry.location)) continue;
      const newers = newersOf(facts, entry);
      const kind = newers.length ? kindOf(context, entry.write.value) : undefined;
      if (!kind || (kind === 'promise' && entry.end.keeps && !config.strict)) continue;
      const type = context.ask('type', entry.write.value);
      const loss = type && lossOf(facts, entry.location, kind);
      const newer = loss && likelyOf(context, entry, newers);
      if (newer) report(context, entry, kind, newer, loss, type);
    }
  },
};

const forGood =
  /^_*#?(dispose|destroy|close|shut_?down|terminate|teardown|unmount|deactivate|quit|end|finali[sz]e)|test/i;

/** The one that is surest to come. */
function likelyOf(context: RuleContext, entry: Entry, newers: readonly Newer[]): Newer | undefined {
  const { strict } = context.config;
  const overlap = isBegunInLoop(context.facts, entry) ? 'yes' : overlapAt(context, entry.location, entry.fn);
  if (overlap === 'no') return undefined;
  // Who pulls a generator waits for its end, before it makes another.
  const isPulled = entry.fn.generator;
  const isSure = overlap === 'yes' && !isPulled && !isRequestKey(context.facts, entry);
  const isReset = (newer: Newer) =>
    newer.kind === 'reset' && !isPulled && !forGood.test(newer.fn.name ?? '') && isCalled(context, newer.fn);
  return (
    newers.find((newer) => isReset(newer) || (strict && newer.kind === 'reset' && !context.unused(newer.fn))) ??
    newers.find((newer) => newer.kind === 'replaced') ??
    newers.find((newer) => newer.kind !== 'reset' && (strict || isSure))
  );
}

/** An exported function that nobody calls is there for tests. */
function isCalled(context: RuleContext, fn: Fn): boolean {
  return !!fn.member || fn.parent?.kind !== 'module' || context.overlap(fn, false) !== 'unknown';
}

function report(
  context: RuleContext,
  entry: Entry,
  kind: TaskKind,
  newer: Newer,
  { words, read }: Loss,
  type: TypeAnswer,
): void {
  const { facts } = context;
  const { tree } = facts;
  const { location, write, end } = entry;
  const symbol = `\`${location.text}\``;
  const removal = end.removals[0]!;
  const steps = new Steps(facts)
    .a(write.node, `puts its ${kind} into ${location.text}`)
    .a(end.suspension, `suspends at ${brief(tree, end.suspension)}`);
  const again = (node: Node) => steps.b(node, `puts its own ${kind} there`);
  if (newer.kind === 'reset') steps.b(newer.removal.node, "takes A's out");
  else if (newer.kind === 'replaced') steps.b(newer.ends, "ends A's task, which goes on to its end");
  again(newer.kind === 'other' ? newer.write.node : write.node).a(removal.node, "takes B's out while B still runs");
  if (read) steps.b(read, 'reads it: gone');
  context.report({
    span: spanOf(tree, removal.node),
    message: `${symbol} may hold a newer task's ${kind} when this one ends, and loses it here: ${words}. Compare it with this task's own first.`,
    witness: steps.done(),
    fixes: () => fixesOf(facts, entry, kind, type.printable && !type.unknown ? type.text : undefined),
  });
}
