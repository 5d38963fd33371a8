/** From what a check found to what crosses a process border. */
import type { ProjectNote } from '../compilers/compiler.ts';
import type { TextEdit } from '../core/finding.ts';
import type { WireEdit, WireFinding, WireProblem } from '../protocol/messages.ts';
import { fileStart, placeIn } from './file-outcome.ts';
import type { ReportedFinding, ReportedProblem } from './findings.ts';
import type { Lines } from './lines.ts';

export function wireFinding(finding: ReportedFinding): WireFinding {
  const { rule, code, severity, message, place, commentAbove, fixes } = finding;
  const witness = finding.witness.map((step) => ({ invocation: step.invocation, text: step.text, place: step.place }));
  return { rule, code, severity, message, place, commentAbove, witness, fixes };
}

export function wireProblem({ level, message, place, rule, detail }: ReportedProblem): WireProblem {
  return {
    level,
    message,
    place,
    ...(rule === undefined ? {} : { rule }),
    ...(detail === undefined ? {} : { detail }),
  };
}

/** What an editor shows of a project's notes: those that need something done, at the file that they name. */
export function noteProblems(notes: readonly ProjectNote[]): WireProblem[] {
  return notes.flatMap(({ level, message, file, line = 1 }) => {
    if (level === 'info') return [];
    const place = file === undefined ? undefined : { ...fileStart(file), line, endLine: line };
    return [{ level, message, place }];
  });
}

/** `lines`: of the text that the edit was made from. */
export function wireEdit({ file, start, end, text }: TextEdit, lines: Lines): WireEdit {
  return { place: placeIn(lines, file, { start, end }), text };
}
