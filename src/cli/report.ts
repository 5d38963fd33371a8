/** The report of one run: the one thing that the output formats read. */
import type { CompilerInfo, ProjectNote } from '../compilers/compiler.ts';
import type { Severity } from '../core/finding.ts';
import type { ReportedFinding, ReportedProblem } from '../workspace/findings.ts';

/** What `--fix`, `--fix-suggestions` or `--fix-dry-run` did. */
export interface FixReport {
  readonly dryRun: boolean;
  /** Fixes applied, over all rounds. */
  readonly fixes: number;
  readonly files: readonly string[];
  /** Fixes were still coming when the limit of rounds was reached. */
  readonly unstable: boolean;
  /** Folders whose package.json lacks the `@raceguard/runtime` that a fix imports. */
  readonly runtimeMissing: readonly string[];
  /** Unified diff of a dry run. */
  readonly diff: string;
}

export interface CheckReport {
  readonly version: string;
  readonly cwd: string;
  /** Each that was used, once, in order of use. */
  readonly compilers: readonly CompilerInfo[];
  readonly files: number;
  /** How many of `files` no rule ran on: tests, mocks, benchmarks and examples. */
  readonly tests: number;
  readonly durationMs: number;
  /** By file, then place. */
  readonly findings: readonly ReportedFinding[];
  readonly problems: readonly ReportedProblem[];
  readonly notes: readonly ProjectNote[];
  readonly timing: { readonly stages: ReadonlyMap<string, number>; readonly rules: ReadonlyMap<string, number> };
  readonly fixed: FixReport | undefined;
}

export function countBySeverity(report: CheckReport): Record<Severity, number> {
  const counts = { error: 0, warning: 0, info: 0 };
  for (const finding of report.findings) counts[finding.severity]++;
  return counts;
}

/**
 * 2 when the check could not do its work somewhere (it says where), else 1 when an error was found or more warnings
 * than allowed (none, unless `--max-warnings` says so), else 0. Infos and unused suppressions never fail a run.
 */
export function exitCodeOf(report: CheckReport, maxWarnings: number): 0 | 1 | 2 {
  if (report.problems.some((p) => p.level === 'error') || report.notes.some((n) => n.level === 'error')) return 2;
  const { error, warning } = countBySeverity(report);
  return error > 0 || warning > maxWarnings ? 1 : 0;
}
