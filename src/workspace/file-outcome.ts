/** What came of one file: its findings with places instead of offsets, and the edits of its fixes, made. */
import type { Project } from '../compilers/compiler.ts';
import { type CommentAbove, commentAbove } from '../core/comment-above.ts';
import type { Fix, Span, TextEdit } from '../core/finding.ts';
import type { FileResult } from '../core/run.ts';
import type { ProjectRef } from './compilers.ts';
import type { Place, ReportedFinding, ReportedProblem } from './findings.ts';
import { Lines } from './lines.ts';

/** A fix with its edits made, and the texts that they were made from. */
export interface MadeFix extends Fix {
  readonly rule: string;
  readonly made: readonly TextEdit[];
}

export interface FileOutcome {
  readonly findings: readonly ReportedFinding[];
  readonly problems: readonly ReportedProblem[];
  /** By finding, best first. */
  readonly fixes: readonly (readonly MadeFix[])[];
  readonly ref: ProjectRef;
  readonly syntaxErrors: boolean;
  readonly isTest: boolean;
}

export const testsLeftOut = 'Tests, mocks, benchmarks and examples are not checked.';

/** `texts` gets those of the files that fixes edit; without `texts` no edits are made. */
export function outcomeOf(
  found: FileResult,
  ref: ProjectRef,
  places: Places,
  texts: Map<string, string> | undefined,
): FileOutcome {
  const problems = found.problems.map((p): ReportedProblem => ({ ...p, place: places.of(p.file, p.span) }));
  const fixes = texts
    ? found.findings.map((finding) =>
        finding.fixes.flatMap((fix): MadeFix[] => {
          try {
            const made = fix.edits();
            for (const { file } of made) texts.set(file, places.lines(file).text);
            return [{ title: fix.title, tier: fix.tier, rule: finding.rule, made, edits: () => made }];
          } catch (error) {
            const place = places.of(finding.file, finding.span);
            const message = `The fix "${fix.title}" of ${finding.rule} failed and was left out: ${messageOf(error)}. This is a defect of Raceguard; please report it.`;
            problems.push({ level: 'error', rule: finding.rule, place, message, ...detailOf(error) });
            return [];
          }
        }),
      )
    : [];
  const findings = found.findings.map(
    (finding): ReportedFinding => ({
      rule: finding.rule,
      code: finding.code,
      severity: finding.severity,
      message: finding.message,
      span: finding.span,
      place: places.of(finding.file, finding.span),
      lines: places.lines(finding.file),
      commentAbove: places.commentAbove(finding.file, finding.span),
      witness: finding.witness.map((step) => ({
        invocation: step.invocation,
        text: step.text,
        span: step.span,
        place: places.of(step.file, step.span),
      })),
      fixes: finding.fixes.map(({ title, tier }) => ({ title, tier })),
    }),
  );
  const syntaxErrors = problems.some((p) => /^Syntax error/.test(p.message));
  return { findings, problems, fixes, ref, syntaxErrors, isTest: found.isTest };
}

/** What came of a test whose project was not opened. */
export function leftOut(ref: ProjectRef): FileOutcome {
  return { ...nothingIn(ref), isTest: true };
}

export function vanished(ref: ProjectRef, file: string): FileOutcome {
  const message = 'The file vanished while the check ran; it was left out.';
  return withProblem(ref, { level: 'warning', place: fileStart(file), message });
}

export function failed(ref: ProjectRef, error: unknown, file: string, exists: boolean): FileOutcome {
  if (!exists) return vanished(ref, file);
  const message = `This file could not be checked: ${messageOf(error)}. The others were. Please report it.`;
  return withProblem(ref, { level: 'error', place: fileStart(file), message, ...detailOf(error) });
}

function withProblem(ref: ProjectRef, problem: ReportedProblem): FileOutcome {
  return { ...nothingIn(ref), problems: [problem] };
}

function nothingIn(ref: ProjectRef): FileOutcome {
  return { findings: [], problems: [], fixes: [], ref, syntaxErrors: false, isTest: false };
}

/** Places of a project's files, while it is open. */
export class Places {
  private readonly project: Project;
  private readonly known = new Map<string, Lines>();

  constructor(project: Project) {
    this.project = project;
  }

  lines(file: string): Lines {
    let lines = this.known.get(file);
    if (!lines) {
      lines = new Lines(this.project.tree(file)?.text ?? '');
      this.known.set(file, lines);
    }
    return lines;
  }

  commentAbove(file: string, span: Span): CommentAbove {
    const tree = this.project.tree(file);
    return tree ? commentAbove(tree, span.start) : 'none';
  }

  of(file: string, span: Span): Place {
    return placeIn(this.lines(file), file, span);
  }
}

/** `lines`: of the file's text. */
export function placeIn(lines: Lines, file: string, { start, end }: Span): Place {
  const from = lines.at(start);
  const to = lines.at(end);
  return { file, line: from.line, column: from.column, endLine: to.line, endColumn: to.column };
}

export function fileStart(file: string): Place {
  return { file, line: 1, column: 1, endLine: 1, endColumn: 1 };
}

export function messageOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).replace(/\.$/, '');
}

export function detailOf(error: unknown): { detail?: string } {
  return error instanceof Error && error.stack ? { detail: error.stack } : {};
}
