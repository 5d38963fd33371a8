/** The words of a finding: message and witness. */
import type { Report, RuleContext } from '../../core/rule.ts';
import { textOf } from '../../core/syntax.ts';
import { brief, Steps, spanOf } from '../../core/witness.ts';
import type { Candidate } from './detect.ts';
import { fixesOf } from './fix/plan.ts';

export function describe({ facts }: RuleContext, candidate: Candidate): Report {
  const { tree } = facts;
  const { write, leaf, run } = candidate;
  const { name } = write;
  const pause = brief(tree, leaf.awaited);
  const input = brief(tree, leaf.node);
  const remedy =
    run?.how === 'effect'
      ? 'Check a flag that the cleanup sets.'
      : 'Check behind the await that it is still the latest.';
  const steps = new Steps(facts)
    .a(leaf.awaited, `waits at ${pause} for its ${input}`)
    .b(leaf.awaited, `waits for another ${input}, and has its answer first`)
    .b(write.node, `sets ${textOf(tree, write.node).startsWith('set') ? `the state with ${name}` : name}`)
    .a(write.node, 'has the answer to the older question, and writes it over the newer one');
  return {
    span: spanOf(tree, write.node),
    message: `\`${name}\` is written after \`${pause}\` even if a later run with another \`${input}\` has begun: the older answer can come last and stay. ${remedy}`,
    witness: steps.done(),
    fixes: () => fixesOf(facts, candidate),
  };
}
