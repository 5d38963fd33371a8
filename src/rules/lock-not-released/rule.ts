/** RG501: a lock that is taken by hand and stays taken where something throws before it is given back. */
import type { Rule, RuleContext } from '../../core/rule.ts';
import { brief, Steps, spanOf } from '../../core/witness.ts';
import { droppedLocks } from './dropped.ts';
import { fixesOf } from './fix.ts';
import { type Leak, leaksOf } from './leaks.ts';

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
  const { lock, acquire, exit, how, isTried } = leak;
  const later = isTried ? 'nobody gets it any more' : 'all who come later wait for ever';
  const left = brief(tree, exit);
  const steps = new Steps(facts).a(acquire, `takes ${lock}`);
  if (how === 'throws') steps.a(exit, `throws at ${left}, so the release is never reached`);
  else steps.a(exit, 'leaves without giving it back');
  context.report({
    span: spanOf(tree, acquire),
    message:
      how === 'throws'
        ? `\`${lock}\` stays taken if \`${left}\` throws: ${later}. Release it in \`finally\`, or hold it with \`using\`.`
        : `\`${lock}\` stays taken at \`${left}\`: ${later}. Release it in \`finally\`, or hold it with \`using\`.`,
    witness: steps.b(acquire, isTried ? `does not get ${lock} any more` : `waits for ${lock} for ever`).done(),
    fixes: () => fixesOf(facts, leak, isDisposable && target.disposables),
  });
}
