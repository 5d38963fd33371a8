/** The words of a finding: message and witness. */
import type { Report, RuleContext } from '../../core/rule.ts';
import { brief, Steps, spanOf } from '../../core/witness.ts';
import { keyOf } from '../stale-write/fix/lock.ts';
import type { Entry } from './entries.ts';
import { fixesOf } from './fix.ts';

export function describe(context: RuleContext, entry: Entry): Report {
  const { facts } = context;
  const { tree } = facts;
  const key = keyOf(facts, entry.read);
  const type = key && context.ask('type', key);
  const keyType = type && !type.unknown && type.printable ? type.text : undefined;
  const { location, test, write, suspension, how, missing } = entry;
  const symbol = location.text;
  const pause = brief(tree, suspension);
  const steps = new Steps(facts).a(test, `tests ${symbol}: unset`);
  if (how === 'late') {
    steps
      .a(suspension, `suspends at ${pause}`)
      .b(test, `tests ${symbol}: still unset`)
      .a(write.node, `sets ${symbol}`)
      .b(write.node, 'sets it again; both have started');
  } else {
    steps.a(write.node, `sets ${symbol}`).a(suspension, `suspends at ${pause}`).b(test, `tests ${symbol}: set`);
    if (how === 'again') steps.b(suspension, `enters the same one at ${pause}`);
    else steps.b(test, `goes on ${how === 'flag' ? `without ${missing}` : `with it`} while A still waits`);
  }
  return {
    span: spanOf(tree, test),
    message: messages[how](symbol, pause, missing ?? ''),
    witness: steps.done(),
    fixes: () => fixesOf(facts, entry, keyType),
  };
}

const messages: Record<Entry['how'], (symbol: string, pause: string, missing: string) => string> = {
  again: (symbol, pause) =>
    `\`${symbol}\` can be entered twice: who finds it set here goes on to \`${pause}\` too. Enter it once, under a \`Mutex\`.`,
  half: (symbol, pause) =>
    `\`${symbol}\` can be used half-ready: it is set before \`${pause}\` is done. Share it once it is ready, under a \`Mutex\`.`,
  flag: (symbol, pause, missing) =>
    `\`${symbol}\` is set before \`${pause}\` is done: who comes second goes on without \`${missing}\`. Hold a \`Mutex\` over both.`,
  late: (symbol, pause) =>
    `\`${symbol}\` keeps no second start out: it is tested here and set only after \`${pause}\`. Hold a \`Mutex\` over both.`,
};
