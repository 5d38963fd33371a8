/** `raceguard check`: from arguments to a report and an exit code. */
import { existsSync, statSync } from 'node:fs';
import type { Rule } from '../core/rule.ts';
import type { Compilers } from '../workspace/compilers.ts';
import { Configs } from '../workspace/configs.ts';
import { Failure } from '../workspace/failure.ts';
import type { Place } from '../workspace/findings.ts';
import { version } from '../workspace/package.ts';
import { absolute, slashed } from '../workspace/paths.ts';
import { type RunRequest, runCheck } from '../workspace/run-check.ts';
import { applyFixes } from './apply-fixes.ts';
import type { CheckArgs } from './args.ts';
import type { Io } from './io.ts';
import { printReport } from './print.ts';
import { Progress } from './progress.ts';
import { type CheckReport, exitCodeOf } from './report.ts';

export interface CheckDeps {
  readonly compilers: Compilers;
  readonly rules: readonly Rule[];
}

export async function checkCommand(args: CheckArgs, io: Io, deps: CheckDeps): Promise<number> {
  const progress = new Progress(io.stderr, io.env);
  try {
    const report = await check(args, io, deps, progress);
    progress.clear();
    printReport(report, args, io);
    return exitCodeOf(report, args.maxWarnings ?? 0);
  } finally {
    progress.clear();
  }
}

async function check(args: CheckArgs, io: Io, deps: CheckDeps, progress: Progress): Promise<CheckReport> {
  const started = performance.now();
  const cwd = slashed(io.cwd);
  const rules = deps.rules.map((r) => r.meta);
  const paths = args.paths.map((path) => existing(absolute(cwd, path), `Nothing to check at ${path}`));
  const configs = new Configs({
    cwd,
    rules,
    amendment: { preset: args.preset, only: args.rules },
    explicit: args.config && absolute(cwd, args.config),
  });
  progress.show('Looking for projects', true);
  const asked = args.project ? [tsconfigAt(absolute(cwd, args.project), args.project)] : paths;
  const before = performance.now();
  const { projects, notes } = deps.compilers.discover(asked, args.compiler);
  const discovering = performance.now() - before;
  const request: RunRequest = {
    ...deps,
    compiler: args.compiler,
    cwd,
    configOf: (file) => configs.of(file),
    progress,
    signal: io.signal,
    wantsFixes: args.fix !== 'none',
  };
  const outcome = await runCheck(request, { refs: projects, overlay: new Map(), label: 'Checking' });
  const tiers = args.fix === 'suggestions' ? (['safe', 'suggestion'] as const) : (['safe'] as const);
  const fixed = args.fix === 'none' ? undefined : await applyFixes(tiers, args.dryRun, request, outcome);
  const files = [...outcome.files.values()];
  return {
    version,
    cwd,
    compilers: outcome.compilers,
    files: files.length,
    tests: files.filter((f) => f.isTest).length,
    durationMs: performance.now() - started,
    findings: sorted(files.flatMap((f) => f.findings)),
    problems: [...sorted(files.flatMap((f) => f.problems)), ...outcome.problems, ...(fixed?.problems ?? [])],
    notes: [...notes, ...outcome.notes],
    timing: { ...outcome.timing, stages: new Map([...outcome.timing.stages, ['discover', discovering]]) },
    fixed: fixed?.report,
  };
}

function tsconfigAt(path: string, given: string): string {
  existing(path, `There is no project at ${given}`);
  return statSync(path).isDirectory()
    ? existing(`${path}/tsconfig.json`, `There is no project at ${given}/tsconfig.json`)
    : path;
}

function existing(path: string, what: string): string {
  if (existsSync(path)) return path;
  throw new Failure(`${what}: there is no such file or folder.`);
}

function sorted<T extends { readonly place: Place | undefined }>(items: readonly T[]): T[] {
  return [...items].sort(({ place: a }, { place: b }) => {
    if (!a || !b) return a ? -1 : b ? 1 : 0;
    if (a.file !== b.file) return a.file < b.file ? -1 : 1;
    return a.line - b.line || a.column - b.column;
  });
}
