/** The words of a finding: message and witness. */
import type { Facts } from '../../core/facts/facts.ts';
import type { Report } from '../../core/rule.ts';
import { brief, Steps, spanOf } from '../../core/witness.ts';
import type { Reset } from './detect.ts';
import { captureFixes } from './fix/capture.ts';
import { tokenFixes } from './fix/token.ts';

export function describe(facts: Facts, reset: Reset): Report {
  const { flag, site, poll, cancel, how } = reset;
  const { tree } = facts;
  const name = flag.location.text;
  const pause = brief(tree, poll.suspension);
  const isFlag = flag.kind === 'flag';
  const steps = new Steps(facts).a(poll.suspension, `suspends at ${pause}`);
  if (isFlag) steps.b(cancel.node, `cancels: sets ${name}`).b(site.node, `takes ${name} down again`);
  else if (how === 'lost') steps.b(cancel.node, `aborts ${name}`).b(site.node, `puts a fresh controller in its place`);
  else steps.b(site.node, `puts a fresh controller in place of that of A`);
  steps.a(
    poll.node,
    isFlag ? `wakes, finds ${name} down and goes on` : 'looks at the new controller, which nobody has aborted',
  );
  const remedy = isFlag
    ? 'Use a `CancellationToken`, and a `snapshot()` of it in each run.'
    : 'Keep the controller of the run in a local.';
  const hazard = isFlag
    ? `\`${name}\` is taken down while a cancelled run may still wait at \`${pause}\`: it wakes and goes on.`
    : `\`${name}\` is replaced while a run may still wait at \`${pause}\`, which then looks at the new one: its abort is lost.`;
  return {
    span: spanOf(tree, site.node),
    message: `${hazard} ${remedy}`,
    witness: steps.done(),
    fixes: () => (isFlag ? tokenFixes(facts, flag) : captureFixes(facts, reset)),
  };
}
