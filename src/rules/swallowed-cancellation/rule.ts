/** RG403: a catch-all answers, fails or retries what was cancelled, since an abort arrives there like any error. */
import type { Report, Rule, RuleContext } from '../../core/rule.ts';
import { startOf } from '../../core/syntax.ts';
import { brief, Steps, spanOf } from '../../core/witness.ts';
import type { Answer } from './answers.ts';
import { detect, type Swallow } from './detect.ts';
import { fixesOf } from './fix.ts';

export const rule: Rule = {
  meta: {
    id: 'swallowed-cancellation',
    code: 'RG403',
    preset: 'nursery',
    severity: 'warning',
    summary: 'A catch-all takes an abort for a failure: it answers, fails or retries what was cancelled.',
    rewrite: 'rethrow first',
    origin: 'claude-agent-sdk follow-up',
  },
  run(context) {
    for (const swallow of detect(context)) {
      const type = context.ask('type', swallow.signal);
      if (type)
        context.report(
          describe(
            context,
            swallow,
            type.nullable,
            type.name === 'TokenSnapshot' || type.package === '@raceguard/runtime',
          ),
        );
    }
  },
};

const verbs: Record<Answer['how'], string> = {
  answers: 'also answers',
  fails: 'also runs',
  retries: 'goes on',
};
const last: Record<Answer['how'], string> = {
  answers: 'answers a request that was cancelled',
  fails: 'tells of a failure that is none',
  retries: 'tries again, although nobody wants it any more',
};

function describe({ facts }: RuleContext, swallow: Swallow, nullable: boolean, isOurs: boolean): Report {
  const { tree } = facts;
  const { signal, awaited, answer, catcher, handler, kind } = swallow;
  const name = brief(tree, signal, 30);
  const pause = brief(tree, awaited);
  const asks = kind === 'signal' ? 'aborted' : isOurs ? 'cancelled' : 'isCancellationRequested';
  const head = { start: startOf(tree, catcher), end: startOf(tree, handler) - 1 };
  return {
    span: answer.how === 'retries' ? head : spanOf(tree, answer.node),
    message: `\`${answer.how === 'retries' ? 'catch' : brief(tree, answer.node)}\` ${verbs[answer.how]} when \`${name}\` was aborted: that ends \`${pause}\` like any failure. Rethrow it first.`,
    witness: new Steps(facts)
      .a(awaited, `suspends at ${pause}`)
      .b(signal, `aborts ${name}`)
      .a(catcher, 'catches the abort as it would a failure')
      .a(answer.node, last[answer.how])
      .done(),
    fixes: () => fixesOf(facts, swallow, nullable, asks),
  };
}
