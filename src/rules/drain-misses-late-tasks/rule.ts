/** RG314: a copy of a collection of promises is awaited, then the collection is cleared: what came meanwhile is lost. */
import type { Report, Rule, RuleContext } from '../../core/rule.ts';
import { brief, Steps, spanOf } from '../../core/witness.ts';
import { type Drain, detect } from './detect.ts';
import { fixesOf } from './fix.ts';

export const rule: Rule = {
  meta: {
    id: 'drain-misses-late-tasks',
    code: 'RG314',
    preset: 'recommended',
    severity: 'error',
    summary: 'Snapshot, await, clear: tasks added during the await are lost.',
    rewrite: '`TaskRegistry.idle`, `TaskRegistry.close`',
    origin: 'RxPyLangGraphBridge',
  },
  run(context) {
    for (const drain of detect(context))
      context.report({ ...describe(context, drain), fixes: () => fixesOf(context, drain) });
  },
};

function describe({ facts }: RuleContext, { collection, wait, clear, late, holdsPromises }: Drain): Report {
  const { tree } = facts;
  const { text } = collection.location;
  const what = holdsPromises ? 'a task' : 'an entry';
  const hazard = `${what} added during the \`await\` is dropped ${holdsPromises ? 'unawaited' : 'unseen'}`;
  const remedy = holdsPromises ? 'Use `TaskRegistry.idle`.' : 'Empty it before the wait.';
  return {
    span: spanOf(tree, clear.at),
    message: `\`${text}\` is cleared here after awaiting a copy of it: ${hazard}. ${remedy}`,
    witness: new Steps(facts)
      .a(wait.snapshot, `takes what ${text} holds now`)
      .a(wait.suspension, `suspends at ${brief(tree, wait.suspension)}`)
      .b(late.use.at, `adds ${what} to ${text}`)
      .a(clear.at, holdsPromises ? `clears ${text}; nobody waits for B's task` : `clears ${text}; nobody saw B's entry`)
      .done(),
  };
}
