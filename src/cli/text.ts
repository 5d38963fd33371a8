/** `--format text`: for people, on a terminal or in a log. */

import type { ReportedFinding, ReportedProblem } from '../workspace/findings.ts';
import { shown } from '../workspace/paths.ts';
import { codeFrame } from './frame.ts';
import { type CheckReport, countBySeverity } from './report.ts';
import { paintCode, paintSeverity, type View, wrap } from './style.ts';
import { witnessTable } from './witness.ts';

export function formatText(report: CheckReport, view: View): string {
  const blocks = [
    ...report.findings.map((finding) => findingBlock(finding, report, view)),
    ...report.problems.map((problem) => problemBlock(problem, report.cwd, view)),
  ];
  return [...blocks, formatSummary(report, view)].join('\n\n\n');
}

function findingBlock(finding: ReportedFinding, { cwd }: CheckReport, view: View): string {
  const { paint, width } = view;
  const emphasis = paintSeverity(paint, finding.severity);
  const file = shown(cwd, finding.place.file);
  const place = `${file}:${finding.place.line}:${finding.place.column}`;
  const head = `${place}  ${finding.severity} ${finding.code}  `;
  const painted = `${paint.bold(file)}${paint.dim(place.slice(file.length))}  ${emphasis(finding.severity)} ${paint.dim(finding.code)}  `;
  const frame = codeFrame(
    finding.lines,
    finding.span,
    finding.witness.filter((s) => s.place.file === finding.place.file).map((s) => s.span),
    { paint, emphasis, width },
  );
  const sections = [
    headed(head, painted, finding.message, view),
    frame,
    witnessTable(finding, cwd, view),
    footer(finding, view),
  ];
  return sections
    .filter((s) => s.length)
    .map((s) => s.join('\n'))
    .join('\n\n');
}

/** The message beside its head, or below it where the head leaves too little room. */
function headed(head: string, painted: string, message: string, { paint, width }: View): string[] {
  const beside = width === undefined || width - head.length >= 48;
  const indent = beside ? head.length : 2;
  const lines = wrap(message, width && width - indent).map((line) => paintCode(paint, line));
  const [first = '', ...rest] = lines;
  return beside
    ? [painted + first, ...rest.map((line) => ' '.repeat(indent) + line)]
    : [painted.trimEnd(), ...lines.map((line) => `  ${line}`)];
}

const reachOf = { safe: '--fix', suggestion: '--fix-suggestions', dangerous: 'by hand, in the editor' } as const;

function footer(finding: ReportedFinding, { paint }: View): string[] {
  const fixes = finding.fixes.map(
    ({ title, tier }) => `   ${paint.green('fix')}   ${paintCode(paint, title)} ${paint.dim(`(${reachOf[tier]})`)}`,
  );
  return [...fixes, `   ${paint.dim('docs')}  ${paint.dim(`raceguard explain ${finding.rule}`)}`];
}

function problemBlock(problem: ReportedProblem, cwd: string, view: View): string {
  const { paint, verbose } = view;
  const place = problem.place && `${shown(cwd, problem.place.file)}:${problem.place.line}:${problem.place.column}`;
  const head = `${place ? `${place}  ` : ''}${problem.level}  `;
  const painted = `${place ? `${paint.bold(place)}  ` : ''}${paintSeverity(paint, problem.level)(problem.level)}  `;
  const lines = headed(head, painted, problem.message, view);
  if (verbose && problem.detail) lines.push(...problem.detail.split('\n').map((line) => paint.dim(`    ${line}`)));
  return lines.join('\n');
}

/** How it went, in a few lines. */
export function formatSummary(report: CheckReport, { paint }: View): string {
  const { findings, files, tests, problems, notes, fixed } = report;
  const counts = countBySeverity(report);
  const failures = problems.filter((p) => p.level === 'error').length + notes.filter((n) => n.level === 'error').length;
  const lines: string[] = [];
  if (fixed)
    lines.push(
      fixed.fixes ? paint.green(fixedLine(report)) : paint.dim(failures ? 'Nothing was fixed.' : 'Nothing to fix.'),
    );
  if (findings.length) {
    const parts = (['error', 'warning', 'info'] as const)
      .filter((s) => counts[s])
      .map((s) => paintSeverity(paint, s)(plural(counts[s], s)));
    const places = new Set(findings.map((f) => f.place.file)).size;
    const left = fixed?.fixes ? ' left' : '';
    lines.push(
      `${paint.bold(plural(findings.length, 'finding'))}${left} in ${plural(places, 'file')}: ${parts.join(', ')}`,
    );
    const safe = findings.filter((f) => f.fixes.some((x) => x.tier === 'safe')).length;
    const more =
      findings.filter((f) => f.fixes.some((x) => x.tier === 'suggestion')).length -
      findings.filter((f) => f.fixes.some((x) => x.tier === 'suggestion') && f.fixes.some((x) => x.tier === 'safe'))
        .length;
    if (!fixed && safe)
      lines.push(
        `${safe} can be fixed with ${paint.bold('--fix')}${more ? `, ${more} more with ${paint.bold('--fix-suggestions')}` : ''}`,
      );
    else if (more) lines.push(`${more} can be fixed with ${paint.bold('--fix-suggestions')}: look at what they change`);
  } else if (!failures)
    lines.push(
      paint.green(files === tests ? nothingToCheck(tests) : fixed?.fixes ? 'No findings left.' : 'No findings.'),
    );
  if (failures) lines.push(paint.red(`${plural(failures, 'failure')}: the check is not complete, see above.`));
  const warned = notes.filter((n) => n.level === 'warning').length;
  if (warned && files)
    lines.push(
      paint.yellow(`Findings may be missing: see ${warned === 1 ? 'the note' : `the ${warned} notes`} above.`),
    );
  const took = `${plural(files - tests, 'file')} in ${duration(report.durationMs)}`;
  const leftOut = tests ? [`${plural(tests, 'test')} left out`] : [];
  lines.push(
    paint.dim(
      [took, ...leftOut, ...report.compilers.map((c) => `TypeScript ${c.version}, ${c.name} (${c.why})`)].join(' · '),
    ),
  );
  return `${lines.join('\n')}\n`;
}

function nothingToCheck(tests: number): string {
  return tests ? 'Nothing to check: tests, mocks, benchmarks and examples are left out.' : 'No files to check.';
}

function fixedLine({ fixed }: CheckReport): string {
  const files = plural(fixed!.files.length, 'file');
  const done = plural(fixed!.fixes, 'fix', 'fixes');
  return fixed!.dryRun ? `Would apply ${done} in ${files}; nothing was written.` : `Applied ${done} in ${files}.`;
}

export function plural(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

export function duration(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  return ms < 60_000
    ? `${(ms / 1000).toFixed(1)} s`
    : `${Math.floor(ms / 60_000)} min ${Math.round((ms % 60_000) / 1000)} s`;
}
