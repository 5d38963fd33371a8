/** The words of a finding: message and witness. */
import type { Facts } from '../../core/facts/facts.ts';
import type { Report } from '../../core/rule.ts';
import { brief, Steps, spanOf } from '../../core/witness.ts';
import type { Reset } from './detect.ts';
import { captureFixes } from './fix/capture.ts';
import { extendFixes } from './fix/extend.ts';
import { tokenFixes } from './fix/token.ts';

export function describe(facts: Facts, reset: Reset): Report {
  const { tree } = facts;
  const { flag, site } = reset;
  const isFlag = flag.kind === 'flag';
  const remedy =
    reset.how === 'undone'
      ? 'Take it down before the await, and look at it behind.'
      : isFlag
        ? `Use a \`${reset.token?.shared ? 'Shared' : ''}CancellationToken\`, and a \`snapshot()\` of it in each run.`
        : 'Keep the controller of the run in a local.';
  return {
    span: spanOf(tree, site.node),
    message: `${hazardOf(facts, reset)} ${remedy}`,
    witness: witnessOf(facts, reset),
    fixes: () => {
      if (reset.how === 'undone') return [];
      if (reset.token) return extendFixes(facts, flag, reset.token);
      return isFlag ? tokenFixes(facts, flag) : captureFixes(facts, reset);
    },
  };
}

function hazardOf({ tree }: Facts, { flag, poll, how }: Reset): string {
  const name = flag.location.text;
  if (!poll.suspension)
    return `\`${name}\` is taken down under those who look at it or wait for it: who was cancelled may never see it.`;
  const pause = brief(tree, poll.suspension);
  if (how === 'undone') return `\`${name}\` is taken down after \`${pause}\`: a cancel that came meanwhile is undone.`;
  return flag.kind === 'flag'
    ? `\`${name}\` is taken down while a cancelled run may still wait at \`${pause}\`: it wakes and goes on.`
    : `\`${name}\` is replaced while a run may still wait at \`${pause}\`, which then looks at the new one: its abort is lost.`;
}

function witnessOf(facts: Facts, { flag, site, poll, cancel, how }: Reset): Report['witness'] {
  const name = flag.location.text;
  const isFlag = flag.kind === 'flag';
  const steps = new Steps(facts);
  if (poll.suspension) steps.a(poll.suspension, `suspends at ${brief(facts.tree, poll.suspension)}`);
  else steps.a(poll.node, `looks at ${name}: not set, and goes on with its work`);
  if (how === 'undone')
    return steps
      .b(cancel.node, `cancels: sets ${name}`)
      .a(site.node, `wakes, and takes ${name} down again`)
      .a(poll.node, 'begins its work all the same')
      .done();
  if (isFlag) steps.b(cancel.node, `cancels: sets ${name}`).b(site.node, `takes ${name} down again`);
  else if (how === 'lost') steps.b(cancel.node, `aborts ${name}`).b(site.node, 'puts a fresh controller in its place');
  else steps.b(site.node, 'puts a fresh controller in place of that of A');
  const ending = isFlag
    ? `wakes, finds ${name} down and goes on`
    : 'looks at the new controller, which nobody has aborted';
  return steps.a(poll.node, ending).done();
}
