/** RG501: a lock that is taken by hand and stays taken where something throws before it is given back. */
import type { Rule, RuleContext } from '../../core/rule.ts';
import { brief, Steps, spanOf } from '../../core/witness.ts';
import { droppedLocks } from './dropped.ts';
import { fixesOf } from './fix.ts';
import { type Leak, leaksOf } from './leaks.ts';
import { words } from './words.ts';

export const rule: Rule = {
  meta: {
    id: 'lock-not-released',
    code: 'RG501',
    preset: 'recommended',
    severity: 'error',
    summary: 'A lock taken by hand stays taken when something throws before its release.',
    rewrite: '`finally`, or `using`',
  },
  run(context) {
    const leaks = [...leaksOf(context.facts)];
    for (const leak of leaks) {
      const type = context.ask('type', leak.acquire);
      if (type) report(context, leak, /\bLockHandle$/.test(type.awaitedText ?? ''));
    }
    const told = new Set(leaks.map(({ acquire }) => acquire));
    for (const dropped of droppedLocks(context, told)) context.report(dropped);
  },
};

function report(context: RuleContext, leak: Leak, isDisposable: boolean): void {
  const { facts, target } = context;
  const { tree } = facts;
  const { lock, acquire, exit, how, kind } = leak;
  const left = brief(tree, exit);
  const { takes, stays, follows, meets } = words[kind];
  const steps = new Steps(facts).a(acquire, `${takes} ${lock}`);
  if (how === 'throws') steps.a(exit, `throws at ${left}, so the release is never reached`);
  else steps.a(exit, 'leaves without giving it back');
  context.report({
    span: spanOf(tree, acquire),
    message: `${stays(lock)} ${how === 'throws' ? `if \`${left}\` throws` : `at \`${left}\``}: ${follows}. Release it in \`finally\`${kind === 'borrowed' ? '' : ', or hold it with `using`'}.`,
    witness: steps.b(acquire, meets(lock)).done(),
    fixes: () => fixesOf(facts, leak, isDisposable && target.disposables),
  });
}
