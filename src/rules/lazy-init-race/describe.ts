/** The words of a finding: message and witness. */
import { regionBetween } from '../../core/facts/interleave/region.ts';
import type { Fix } from '../../core/finding.ts';
import type { Report, RuleContext } from '../../core/rule.ts';
import { brief, Steps, spanOf } from '../../core/witness.ts';
import type { Candidate } from './detect.ts';

export function describe(context: RuleContext, candidate: Candidate, fixes: () => readonly Fix[]): Report {
  const { facts } = context;
  const { tree } = facts;
  const { hit, harm } = candidate;
  const test = hit.test!.node;
  const symbol = `\`${hit.location.text}\``;
  const keyed = hit.location.path.at(-1)?.startsWith('[') ?? false;
  const primitive = keyed ? '`KeyedLazy`' : '`Lazy`';
  const pause = `\`${brief(tree, hit.suspension)}\``;
  const hazard = {
    resource: 'can be initialised twice',
    flag: 'can let the initialisation run twice',
    work: 'can be loaded twice at the same time',
  }[harm.kind];
  const locked = !hit.through && regionBetween(facts, hit.fn, hit.writer);
  const kept = keyed ? `Keep one promise a key: ${primitive}.` : `Keep the promise: ${primitive}.`;
  const remedy = locked ? 'Test it again under the lock.' : kept;
  const where = hit.through ? `in \`${brief(tree, hit.through.call)}\`` : `after ${pause}`;
  const end = {
    resource: harm.disposer
      ? `sets it again; the first one is never given to \`${harm.disposer}\``
      : 'sets it again; A and B hold different ones',
    flag: 'sets it again; the work was done twice',
    work: 'sets it again; the work was done twice',
  }[harm.kind];
  const steps = new Steps(facts)
    .a(test, `tests ${hit.location.text}: unset`)
    .a(hit.suspension, `suspends at ${brief(tree, hit.suspension)}`)
    .b(test, `tests ${hit.location.text}: still unset`)
    .a(hit.write.node, `sets ${hit.location.text}`, hit.through?.facts)
    .b(hit.write.node, end, hit.through?.facts);
  return {
    span: spanOf(tree, test),
    message: `${symbol} ${hazard}: it is tested here and set only ${where}. ${remedy}`,
    witness: steps.done(),
    fixes,
  };
}
