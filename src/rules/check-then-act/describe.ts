/** The words of a finding: message and witness. */
import type { Report, RuleContext } from '../../core/rule.ts';
import { brief, Steps, spanOf } from '../../core/witness.ts';
import { keyOf } from '../stale-write/fix/lock.ts';
import type { Kind } from './acts.ts';
import type { Act } from './detect.ts';
import { fixesOf } from './fix.ts';

export function describe(context: RuleContext, found: Act): Report {
  const { facts } = context;
  const { tree } = facts;
  const { kind, hit, clearer } = found;
  const { node: test } = hit.test!;
  const words = {
    symbol: hit.location.text,
    pause: brief(tree, hit.suspension),
    act: brief(tree, hit.through?.call ?? hit.write.node),
    clearer: clearer?.name ? `\`${clearer.name}\`` : 'another function',
  };
  const { symbol, pause, act } = words;
  const key = keyOf(facts, hit.read.node);
  const type = key && context.ask('type', key);
  const steps = new Steps(facts);
  const does = hit.through?.call ?? hit.write.node;
  if (kind === 'gone')
    steps
      .a(test, `tests ${symbol}: there`)
      .a(hit.suspension, `suspends at ${pause}`)
      .b(clearer!.node, `clears ${symbol}`)
      .a(does, `uses ${act}: gone`);
  else
    steps
      .a(test, `tests ${symbol}`)
      .a(hit.suspension, `suspends at ${pause}`)
      .b(test, `tests ${symbol}: the same`)
      .b(does, `runs ${act}`)
      .a(does, `runs ${act}, which the test no longer allows`);
  return {
    span: spanOf(tree, test),
    message: messages[kind](words),
    witness: steps.done(),
    fixes: () => fixesOf(facts, found, type && !type.unknown && type.printable ? type.text : undefined),
  };
}

interface Words {
  readonly symbol: string;
  readonly pause: string;
  readonly act: string;
  readonly clearer: string;
}

const messages: Record<Kind, (words: Words) => string> = {
  busy: ({ symbol, pause }) =>
    `\`${symbol}\` keeps no second run out: it is tested here and set only after \`${pause}\`. Set it before the await, or hold a \`Mutex\` over both.`,
  limit: ({ symbol, pause, act }) =>
    `\`${symbol}\` can pass its limit: it is tested before \`${pause}\` and changed by \`${act}\` after it. Hold a \`Mutex\` over both.`,
  room: ({ symbol, pause, act }) =>
    `\`${symbol}\` can pass its limit: it is tested before \`${pause}\`, and \`${act}\` comes after it. Hold a \`Mutex\` over both.`,
  once: ({ symbol, pause }) =>
    `\`${symbol}\` lets two pass: it is tested here and added only after \`${pause}\`. Add it before the await, or hold a \`KeyedMutex\` over both.`,
  gone: ({ symbol, pause, clearer }) =>
    `\`${symbol}\` can be gone after \`${pause}\`: ${clearer} may clear it meanwhile. Keep it in a local, or hold a \`Mutex\` in both.`,
};
