/** The words of a finding: message and witness. */

import type { Facts } from '../../core/facts/facts.ts';
import { regionBetween } from '../../core/facts/interleave/region.ts';
import type { Location } from '../../core/facts/locations.ts';
import type { Fix } from '../../core/finding.ts';
import type { Report, RuleContext } from '../../core/rule.ts';
import { brief, Steps, spanOf } from '../../core/witness.ts';
import type { Candidate } from './detect.ts';
import type { Harm } from './harm.ts';
import { isPlainMap, keptAt } from './stores.ts';

export function describe(context: RuleContext, candidate: Candidate, fixes: () => readonly Fix[]): Report {
  const { facts } = context;
  const { tree } = facts;
  const { hit, harm } = candidate;
  const test = hit.test!.node;
  const place = keptAt(facts, hit.location);
  // Messages set code in backticks: those of a key would end them.
  const name = place.text.replaceAll('`', "'");
  const symbol = `\`${name}\``;
  const pause = `\`${brief(tree, hit.suspension)}\``;
  const hazard = {
    resource: 'can be initialised twice',
    flag: 'can let the initialisation run twice',
    work: 'can be loaded twice at the same time',
  }[harm.kind];
  const locked = !hit.through && regionBetween(facts, hit.fn, hit.writer);
  const remedy = locked ? 'Test it again under the lock.' : remedyFor(facts, harm, place);
  const where = hit.through ? `in \`${brief(tree, hit.through.call)}\`` : `after ${pause}`;
  const end = {
    resource: harm.disposer
      ? `sets it again; the first one is never given to \`${harm.disposer}\``
      : 'sets it again; A and B hold different ones',
    flag: 'sets it again; the work was done twice',
    work: 'sets it again; the work was done twice',
  }[harm.kind];
  const steps = new Steps(facts)
    .a(test, `tests ${name}: unset`)
    .a(hit.suspension, `suspends at ${brief(tree, hit.suspension)}`)
    .b(test, `tests ${name}: still unset`)
    .a(hit.write.node, `sets ${name}`, hit.through?.facts)
    .b(hit.write.node, end, hit.through?.facts);
  return {
    span: spanOf(tree, test),
    message: `${symbol} ${hazard}: it is tested here and set only ${where}. ${remedy}`,
    witness: steps.done(),
    fixes,
  };
}

/** What is kept for a time only must not stay for ever, as it would in a `Lazy`. */
function remedyFor(facts: Facts, { expires }: Harm, place: Location): string {
  const keyed = place.path.at(-1)?.startsWith('[') ?? false;
  if (expires || (keyed && !isPlainMap(facts, place)))
    return `Look again under a lock: \`${keyed ? 'KeyedMutex' : 'Mutex'}\`.`;
  return keyed ? 'Keep one promise a key: `KeyedLazy`.' : 'Keep the promise: `Lazy`.';
}
