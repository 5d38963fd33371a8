/** RG302: an async generator that yields with something going on which only the code behind the `yield` would end. */
import type { Fn } from '../../core/facts/facts.ts';
import { calleeName, receiverOf } from '../../core/facts/shapes.ts';
import type { Rule, RuleContext } from '../../core/rule.ts';
import { type Node, textOf } from '../../core/syntax.ts';
import { brief, Steps, spanOf } from '../../core/witness.ts';
import { type Begun, begunIn } from './begun.ts';
import { fixesOf } from './fix.ts';
import { openYield, yieldsWithin } from './open-yield.ts';

export const rule: Rule = {
  meta: {
    id: 'yield-in-scope',
    code: 'RG302',
    preset: 'recommended',
    severity: 'warning',
    summary: 'An async generator yields inside a lock or scope, or with something going on that no `finally` ends.',
    rewrite: '`try`/`finally`, the scope outside of the generator',
    origin: 'claude-agent-sdk Query',
  },
  run(context) {
    for (const fn of context.facts.functions) {
      if (!fn.async || !fn.generator) continue;
      for (const begun of begunIn(context.facts, fn)) judge(context, fn, begun);
      entersContext(context, fn);
    }
  },
};

function judge(context: RuleContext, fn: Fn, begun: Begun): void {
  const { facts } = context;
  const { kind, call } = begun;
  const isUsing = begun.handle?.kind === 'using';
  const open = isUsing && kind === 'lock' ? undefined : openYield(facts, fn, begun);
  if (open) {
    if (kind === 'promise' && !context.ask('type', call)?.promise) return;
    left(context, fn, begun, open);
  } else if (kind === 'lock') {
    // A place among many may well be kept while the consumer works: that is what it limits.
    const at = yieldsWithin(facts, fn, begun)[0]?.[0];
    const of = at && receiverOf(facts.tree, call);
    const type = of && context.ask('type', of);
    if (at && type && !/sema|slot|limit|pool|gate|bucket|throttle|permit|quota/i.test(`${type.name} ${begun.name}`))
      held(context, fn, begun, at);
  }
}

/** The consumer never comes back, and it goes on. */
function left(context: RuleContext, fn: Fn, begun: Begun, at: Node): void {
  const { facts } = context;
  const { tree } = facts;
  const { call, name, kind, ends } = begun;
  const place = brief(tree, at);
  const end = ends[0] ? brief(tree, ends[0]) : (begun.ending ?? name);
  const [message, verb] = {
    interval: [`\`${name}\` goes on for ever if the consumer stops at \`${place}\`. Clear it in \`finally\`.`, 'sets'],
    timeout: [`\`${end}\` is not reached if the consumer stops at \`${place}\`. Clear it in \`finally\`.`, 'sets'],
    listener: [`\`${name}\` is not removed if the consumer stops at \`${place}\`. Remove it in \`finally\`.`, 'adds'],
    handle: [
      `\`${end}\` is not reached if the consumer stops at \`${place}\`: only \`finally\` runs then. Move it there.`,
      'begins',
    ],
    promise: [
      `\`${name}\` is awaited by nobody if the consumer stops at \`${place}\`: if it fails, nothing handles that. Await it in \`finally\`.`,
      'starts',
    ],
    lock: [
      `\`${name}\` stays taken if the consumer stops at \`${place}\`: all who come later wait for ever. Release it before it yields.`,
      'takes',
    ],
    task: [
      `\`${name}\` goes on if the consumer stops at \`${place}\`: nobody stops it then. Stop it in \`finally\`.`,
      'starts',
    ],
    group: [
      `\`${name}\` is waited for, not cancelled, if the consumer stops at \`${place}\`: its loop ends when all tasks have. Cancel it in \`finally\`.`,
      'opens',
    ],
  }[kind];
  context.report({
    span: spanOf(tree, kind === 'lock' || kind === 'group' ? at : call),
    message: message!,
    witness: new Steps(facts)
      .a(call, `${verb} ${brief(tree, call)}`)
      .a(at, 'hands over a value and waits to be asked for more')
      .b(at, 'leaves its loop: of the generator only `finally` blocks run now')
      .done(),
    fixes: () => fixesOf(facts, fn, begun, at),
  });
}

/** It is ended in time, but the consumer says when. */
function held(context: RuleContext, fn: Fn, begun: Begun, at: Node): void {
  const { facts } = context;
  const { call, name } = begun;
  context.report({
    span: spanOf(facts.tree, at),
    message: `\`${name}\` is held over \`${brief(facts.tree, at)}\` for as long as the consumer likes; if that takes it too, both wait for ever. Release it before it yields.`,
    witness: new Steps(facts)
      .a(call, `takes ${name}`)
      .a(at, 'hands over a value and waits to be asked for more')
      .b(call, `waits for ${name}, held until the consumer comes back`)
      .done(),
    fixes: () => fixesOf(facts, fn, begun, at),
  });
}

/** A generator runs in the context of whoever calls `next()`. */
function entersContext(context: RuleContext, fn: Fn): void {
  const { facts } = context;
  const { tree } = facts;
  for (const call of facts.calls) {
    if (calleeName(tree, call) !== 'enterWith' || facts.functionOf(call) !== fn) continue;
    const at = yieldsWithin(facts, fn, { call, ends: [] })[0]?.[0];
    const receiver = receiverOf(tree, call);
    if (!at || !receiver || context.ask('type', receiver)?.name !== 'AsyncLocalStorage') continue;
    const name = textOf(tree, receiver);
    context.report({
      span: spanOf(tree, call),
      message: `\`${name}.enterWith\` in a generator changes the context of its consumer, and is undone by nobody. Enter it outside, with \`${name}.run\`.`,
      witness: new Steps(facts)
        .a(call, `enters ${name} in the context of whoever called next()`)
        .a(at, 'hands over a value')
        .b(at, `goes on in the context of ${name} that the generator entered`)
        .done(),
    });
  }
}
