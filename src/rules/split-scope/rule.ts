/** RG301: a scope that one function enters and another leaves: it is left too early, twice, or never. */
import type { Rule, RuleContext } from '../../core/rule.ts';
import { brief, Steps, spanOf } from '../../core/witness.ts';
import { type Armed, armedIn } from './armed.ts';
import { fixesOf } from './fix.ts';
import { type Split, splitsOf } from './split.ts';

export const rule: Rule = {
  meta: {
    id: 'split-scope',
    code: 'RG301',
    preset: 'recommended',
    severity: 'warning',
    summary: 'A lock, a scope or a context is entered in one method or task and left in another.',
    rewrite: '`TaskGroup` that any task may close, `await using`',
    origin: 'claude-agent-sdk Query',
  },
  run(context) {
    for (const split of splitsOf(context.facts)) {
      const { kind, call } = split.opening;
      const receiver = call.expression?.expression;
      if (kind === 'context' && receiver && context.ask('type', receiver)?.name !== 'AsyncLocalStorage') continue;
      report(context, split);
    }
    for (const armed of armedIn(context.facts)) {
      // That somebody could stop it so soon is enough in `strict` only.
      const overlap = context.config.strict ? 'yes' : context.overlap(armed.stop, true);
      if (overlap !== 'no' && overlap !== 'unknown') reportTimer(context, armed);
    }
  },
};

function report(context: RuleContext, split: Split): void {
  const { facts } = context;
  const { opening, closing, enter, leave } = split;
  const { kind, name, call } = opening;
  const first = enter.kind === 'constructor' ? 'constructor' : (enter.name ?? opening.fn.name ?? 'a callback');
  const second = leave.name ?? closing.fn.name ?? 'a callback';
  const message = {
    lock: `\`${name}\` is taken in \`${first}\` and given back in \`${second}\`, which may come before it is got. Hold it in one function, or look again behind the \`await\`.`,
    scope: `\`${name}\` is entered in \`${first}\` and left in \`${second}\`, which may come before that has entered it. Use a \`TaskGroup\`: any task may close it.`,
    context: `\`${name}\` is entered in \`${first}\` and left in \`${second}\`, which runs in the context of its own caller. Use \`${name}.run\`.`,
  }[kind];
  const [begins, leaves, ends] = {
    lock: [
      `begins to wait for ${name}`,
      'gives back what is not taken yet',
      `has got ${name}, and nobody gives it back`,
    ],
    scope: [
      `begins to enter ${name}`,
      `leaves ${name}, which is not entered yet`,
      'has entered it, and nobody leaves it',
    ],
    context: [
      `enters ${name} for itself`,
      `leaves ${name} for itself, in another context`,
      'goes on with what it entered',
    ],
  }[kind] as [string, string, string];
  context.report({
    span: spanOf(facts.tree, call),
    message,
    witness: new Steps(facts).a(call, begins).b(closing.call, leaves).a(call, ends).done(),
    fixes: () => fixesOf(facts, split),
  });
}

function reportTimer(context: RuleContext, { fn, name, call, suspension, clear, stop }: Armed): void {
  const { facts } = context;
  const { tree } = facts;
  const waits = brief(tree, suspension);
  context.report({
    span: spanOf(tree, call),
    message: `\`${name}\` is set in \`${fn.name ?? 'a callback'}\` behind \`${waits}\`, and \`${stop.name}\` may come before to clear it: then nothing stops it. Look again behind the \`await\`, or use \`TaskGroup.every\`.`,
    witness: new Steps(facts)
      .a(suspension, `suspends at ${waits}`)
      .b(clear, `clears ${name}, which is not set yet`)
      .a(call, `sets ${name}, and nobody clears it`)
      .done(),
  });
}
