/** The words of a finding: message and witness. */
import type { Facts } from '../../core/facts/facts.ts';
import type { Fix } from '../../core/finding.ts';
import type { Report } from '../../core/rule.ts';
import { brief, Steps, spanOf } from '../../core/witness.ts';
import type { Reset } from './detect.ts';
import { captureFixes } from './fix/capture.ts';
import { extendFixes } from './fix/extend.ts';
import { snapshotFixes } from './fix/snapshot.ts';
import { tokenFixes } from './fix/token.ts';

export function describe(facts: Facts, reset: Reset): Report {
  return {
    span: spanOf(facts.tree, reset.site.node),
    message: `${hazardOf(facts, reset)} ${remedyOf(reset)}`,
    witness: witnessOf(facts, reset),
    fixes: () => fixesOf(facts, reset),
  };
}

function remedyOf({ flag: { kind }, how, token }: Reset): string {
  if (how === 'undone') return 'Take it down before the await, and look at it behind.';
  if (kind === 'token') return 'Look at a `snapshot()` that the run takes as it begins.';
  if (kind === 'controller') return 'Keep the controller of the run in a local.';
  return `Use a \`${token?.shared ? 'Shared' : ''}CancellationToken\`, and a \`snapshot()\` of it in each run.`;
}

function fixesOf(facts: Facts, reset: Reset): readonly Fix[] {
  const { flag, how, token } = reset;
  if (how === 'undone') return [];
  if (token) return extendFixes(facts, flag, token);
  if (flag.kind === 'token') return snapshotFixes(facts, flag);
  return flag.kind === 'flag' ? tokenFixes(facts, flag) : captureFixes(facts, reset);
}

function hazardOf({ tree }: Facts, { flag, poll, how }: Reset): string {
  const name = flag.location.text;
  if (!poll.suspension)
    return `\`${name}\` is taken down under those who look at it or wait for it: who was cancelled may never see it.`;
  const pause = brief(tree, poll.suspension);
  if (how === 'undone') return `\`${name}\` is taken down after \`${pause}\`: a cancel that came meanwhile is undone.`;
  switch (flag.kind) {
    case 'flag':
      return `\`${name}\` is taken down while a cancelled run may still wait at \`${pause}\`: it wakes and goes on.`;
    case 'token':
      return `\`${name}\` is reset while a cancelled run may still wait at \`${pause}\`, which then looks at the token itself, and goes on.`;
    case 'controller':
      return `\`${name}\` is replaced while a run may still wait at \`${pause}\`, which then looks at the new one: its abort is lost.`;
  }
}

function witnessOf(facts: Facts, { flag, site, poll, cancel, how }: Reset): Report['witness'] {
  const name = flag.location.text;
  const isController = flag.kind === 'controller';
  const steps = new Steps(facts);
  if (poll.suspension) steps.a(poll.suspension, `suspends at ${brief(facts.tree, poll.suspension)}`);
  else steps.a(poll.node, `looks at ${name}: not set, and goes on with its work`);
  if (how === 'undone')
    return steps
      .b(cancel.node, `cancels: sets ${name}`)
      .a(site.node, `wakes, and takes ${name} down again`)
      .a(poll.node, 'begins its work all the same')
      .done();
  if (flag.kind === 'flag') steps.b(cancel.node, `cancels: sets ${name}`).b(site.node, `takes ${name} down again`);
  else if (!isController) steps.b(cancel.node, `cancels ${name}`).b(site.node, `resets ${name}`);
  else if (how === 'lost') steps.b(cancel.node, `aborts ${name}`).b(site.node, 'puts a fresh controller in its place');
  else steps.b(site.node, 'puts a fresh controller in place of that of A');
  const ending = isController
    ? 'looks at the new controller, which nobody has aborted'
    : `wakes, finds ${name} ${flag.kind === 'flag' ? 'down' : 'not cancelled'} and goes on`;
  return steps.a(poll.node, ending).done();
}
