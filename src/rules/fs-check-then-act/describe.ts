/** The words of a finding. */
import type { Facts } from '../../core/facts/facts.ts';
import { calleeName } from '../../core/facts/shapes.ts';
import type { Report, RuleContext } from '../../core/rule.ts';
import { type Node, textOf } from '../../core/syntax.ts';
import { brief, Steps, spanOf } from '../../core/witness.ts';
import type { CheckThenAct } from './detect.ts';
import { fixesOf } from './fix.ts';
import { mayTakeWx } from './flags.ts';

/** Three pieces of code stand in one sentence. */
const longest = 36;

export function describe(context: RuleContext, candidate: CheckThenAct): Report {
  const { facts } = context;
  const { check, act, found, path } = candidate;
  const { tree } = facts;
  const name = (node: Node) => brief(tree, node, longest);
  const file = nameOf(context, found === 'failed' ? path.node : check.paths[0]!.node);
  const did = name(act.call);
  const fixes = () => fixesOf(facts, candidate);
  const span = spanOf(tree, act.call);
  if (found === 'failed')
    return {
      span,
      message: `\`${file}\` is removed by \`${did}\` after a failure, though a caller that found it there may be using it. Hold a \`FileLock\` over both.`,
      witness: new Steps(facts)
        .a(check.call, `looks for ${file}, and works on it`)
        .b(check.call, `looks for ${file}: there, and uses it`)
        .a(act.call, 'fails, and removes it under B')
        .done(),
      fixes,
    };
  const there = found === 'absent' ? 'not there' : 'there';
  const { hazard, remedy, last } = words(facts, candidate, did);
  return {
    span,
    message: `\`${file}\` was ${there} at \`${name(check.call)}\`, but ${hazard}. ${remedy}`,
    witness: new Steps(facts)
      .a(check.call, `looks for ${file}: ${there}`)
      .b(check.call, `looks for ${file}: still ${there}`)
      .a(act.call, `runs ${did}`)
      .b(act.call, `runs ${did} too: ${last}`)
      .done(),
    fixes,
  };
}

function nameOf({ facts: { tree } }: RuleContext, node: Node): string {
  const text = textOf(tree, node).replace(/\s+/g, ' ').replaceAll('`', "'");
  return text.length <= longest ? text : `${text.slice(0, longest - 1)}…`;
}

function words(facts: Facts, found: CheckThenAct, did: string): { hazard: string; remedy: string; last: string } {
  switch (found.act.deed.does) {
    case 'mkdir':
      return {
        hazard: `may be by now: \`${did}\` then fails with EEXIST`,
        remedy: 'Pass `recursive: true`.',
        last: 'it fails with EEXIST',
      };
    case 'delete':
      return {
        hazard: `may be gone by now: \`${did}\` then fails with ENOENT`,
        remedy: 'Use `rm` with `force: true`.',
        last: 'it fails with ENOENT',
      };
    case 'write':
      return {
        hazard: `may be by now: \`${did}\` overwrites what another caller has written`,
        remedy: mayTakeWx(facts, found) ? `Use the flag \`wx\`${whereOf(facts, found)}, or a \`FileLock\`.` : locked,
        last: 'what was written since is lost',
      };
    case 'move':
      return {
        hazard: `may be by now: \`${did}\` replaces what another caller has put there`,
        remedy: locked,
        last: 'what A has put there is lost',
      };
    default:
      return {
        hazard: `may be on its way: two callers run \`${did}\` into one place`,
        remedy: locked,
        last: 'both write into one place',
      };
  }
}

const locked = 'Hold a `FileLock` over both.';

/** The write stands in a helper. */
function whereOf({ tree }: Facts, { act }: CheckThenAct): string {
  return act.call === act.deed.call ? '' : ` in \`${calleeName(tree, act.call) ?? 'it'}\``;
}
