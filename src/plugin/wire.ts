/** From what a check found to what crosses to the extension. */
import type { Finding, Problem, TextEdit } from '../core/finding.ts';
import type { WireEdit, WireFinding, WireProblem } from '../protocol/messages.ts';
import type { Places } from '../workspace/file-outcome.ts';

export function wireFinding(finding: Finding, places: Places): WireFinding {
  const { rule, code, severity, message, file, span } = finding;
  return {
    rule,
    code,
    severity,
    message,
    place: places.of(file, span),
    commentAbove: places.commentAbove(file, span),
    witness: finding.witness.map((step) => ({
      invocation: step.invocation,
      text: step.text,
      place: places.of(step.file, step.span),
    })),
    fixes: finding.fixes.map(({ title, tier }) => ({ title, tier })),
  };
}

export function wireProblem({ file, span, level, message, rule, detail }: Problem, places: Places): WireProblem {
  return {
    level,
    message,
    place: places.of(file, span),
    ...(rule === undefined ? {} : { rule }),
    ...(detail === undefined ? {} : { detail }),
  };
}

export function wireEdit({ file, start, end, text }: TextEdit, places: Places): WireEdit {
  return { place: places.of(file, { start, end }), text };
}
