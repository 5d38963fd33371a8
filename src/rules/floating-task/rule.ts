/** RG311: a task that nobody owns goes on after those who count on its end. */
import { calleeName, receiverOf, unawaited } from '../../core/facts/shapes.ts';
import { isPerInvocation } from '../../core/facts/sharing.ts';
import type { Rule, RuleContext } from '../../core/rule.ts';
import { K, type Node, startOf } from '../../core/syntax.ts';
import { registryFix } from '../../core/tasks/registry/fix.ts';
import { brief, Steps, spanOf } from '../../core/witness.ts';
import { fixesOf } from './fix.ts';
import { type ForEach, forEachesIn, fixesOf as withMap } from './for-each.ts';
import { type Outlives, outlivesOf } from './outlives.ts';
import { startedIn } from './started.ts';
import { type Stored, storedIn } from './stored.ts';

export const rule: Rule = {
  meta: {
    id: 'floating-task',
    code: 'RG311',
    preset: 'strict',
    severity: 'warning',
    summary: 'A task that nobody owns goes on after the `close` of its owner, or after those who need what it does.',
    rewrite: '`TaskRegistry.track`, `TaskGroup.spawn`',
    origin: 'RxPyLangGraphBridge',
  },
  run(context) {
    const { facts, config } = context;
    // What is left behind is told once, at the first task that leaves it.
    const told = new Set<Node>();
    for (const started of startedIn(facts)) {
      const owner = started.by.self;
      if (!owner || isPerInvocation(facts, owner, config)) continue;
      const found = outlivesOf(facts, started, (value) => isResource(context, value));
      if (!found || told.has(found.late.node)) continue;
      told.add(found.late.node);
      reportOutlives(context, found);
    }
    for (const stored of storedIn(facts)) reportStored(context, stored);
    for (const found of forEachesIn(facts)) reportForEach(context, found);
  },
};

/** What is left behind when nobody closes it. */
function isResource(context: RuleContext, value: Node): boolean {
  const { tree } = context.facts;
  const inner = unawaited(tree, value);
  if (/^set(Timeout|Interval|Immediate)$/.test(calleeName(tree, inner) ?? '')) return true;
  const type = context.ask('type', value);
  return !!type && !type.primitive && (!!type.disposer || !!type.cancellation);
}

function reportOutlives(context: RuleContext, found: Outlives): void {
  const { facts } = context;
  const { tree } = facts;
  const { node, task, ending, cleaned, late } = found;
  const { text } = late.location;
  const isCall = tree.kind(node) === K.CallExpression;
  const span = isCall ? spanOf(tree, node) : { start: startOf(tree, node), end: task.node.body?.pos ?? node.end };
  const what = isCall ? `\`${brief(tree, node)}\`` : `\`${ending.name}\``;
  const close = `\`${ending.name}\``;
  context.report({
    span,
    message: isCall
      ? `${what} goes on after ${close}, which does not wait for it: it may set \`${text}\` when that is cleaned up already. Own it with \`TaskRegistry.track\`.`
      : `${what} does not wait for this callback, which may set \`${text}\` when that is cleaned up already. Own it with \`TaskRegistry.track\`.`,
    witness: new Steps(facts)
      .a(node, `begins ${task.name ?? 'the callback'}, and nobody waits for it`)
      .b(cleaned, `cleans up ${text}`)
      .a(late.node, `sets ${text}, which nobody cleans up any more`)
      .done(),
    fixes: () => fixesOf(facts, found),
  });
}

function reportStored({ facts, report }: RuleContext, { name, node, value, collection }: Stored): void {
  report({
    span: spanOf(facts.tree, node),
    message: `\`${name}\` keeps a promise that nobody awaits: its task has no owner, and its failure no handler. Track it in a \`TaskRegistry\`, or await it where its owner ends.`,
    witness: new Steps(facts)
      .a(node, `puts the promise into ${name}`)
      .a(value, 'fails, and nobody handles it')
      .b(node, 'begins the next one')
      .done(),
    fixes: () => (collection ? registryFix(facts, collection).fixes : []),
  });
}

function reportForEach(context: RuleContext, found: ForEach): void {
  const { facts } = context;
  const { tree } = facts;
  const { call, write, use } = found;
  const list = context.ask('type', receiverOf(tree, call)!);
  if (!list) return;
  const { text } = write.location;
  context.report({
    span: spanOf(tree, call.expression!),
    message: `\`${brief(tree, call.expression!)}\` does not wait for its async callback: \`${text}\` is used before the callbacks have written it. Await \`Promise.all\` of a \`map\`.`,
    witness: new Steps(facts)
      .a(call, 'begins all callbacks and goes on at their first await')
      .b(use, `uses ${text}`)
      .a(write.node, `writes ${text}`)
      .done(),
    fixes: () => (list.collection === 'Array' ? withMap(facts, found) : []),
  });
}
