/** `--fix`: runs the rounds in memory, then writes each file at once, or shows a diff. */
import { createTwoFilesPatch, OMIT_HEADERS } from 'diff';
import type { FixTier } from '../core/finding.ts';
import { reasonOf } from '../workspace/failure.ts';
import { fileStart } from '../workspace/file-outcome.ts';
import type { ReportedProblem } from '../workspace/findings.ts';
import { type FixResult, fixInRounds, touchedBy } from '../workspace/fix-loop.ts';
import { shown } from '../workspace/paths.ts';
import { type RunOutcome, type RunRequest, runCheck } from '../workspace/run-check.ts';
import { foldersWithoutRuntime } from '../workspace/runtime-of.ts';
import { readDiskText, replaceFile, unwritable } from '../workspace/write-file.ts';
import type { FixReport } from './report.ts';

export interface Applied {
  readonly report: FixReport;
  readonly problems: readonly ReportedProblem[];
}

/** Updates `outcome` to what holds after the fixes, be they written or not (`dryRun`). */
export async function applyFixes(
  tiers: readonly FixTier[],
  dryRun: boolean,
  request: RunRequest,
  outcome: RunOutcome,
): Promise<Applied> {
  const name = (file: string) => shown(request.cwd, file);
  const result = await fixInRounds(outcome, tiers, {
    blocked(file) {
      const why = dryRun ? undefined : unwritable(file);
      return why && `${notFixed(name(file), why)}. Make it writable and run --fix again; the other files were fixed.`;
    },
    recheck(changed, overlay) {
      return runCheck(request, { ...touchedBy(changed, outcome), overlay, label: 'Fixing' });
    },
  });
  const problems = [...result.problems];
  const changed = dryRun ? changes(result) : write(result, name, problems);
  const files = changed.map((c) => c.file);
  const report: FixReport = {
    dryRun,
    fixes: result.applied.filter((fix) => fix.made.every((e) => files.includes(e.file))).length,
    files,
    unstable: result.unstable,
    runtimeMissing: foldersWithoutRuntime(changed, request.cwd),
    diff: dryRun ? changed.map((c) => unifiedDiff(name(c.file), c)).join('') : '',
  };
  return { report, problems };
}

interface Change {
  readonly file: string;
  readonly before: string;
  readonly after: string;
}

function changes({ overlay, before }: FixResult): Change[] {
  return [...overlay]
    .map(([file, after]) => ({ file, after: unmarked(after), before: unmarked(before.get(file) ?? '') }))
    .filter((c) => c.before !== c.after);
}

/** Returns what was written; a file that fails doesn't stop the others. */
function write(result: FixResult, name: (file: string) => string, problems: ReportedProblem[]): Change[] {
  return changes(result).filter(({ file, before, after }) => {
    const refuse = (why: string) =>
      problems.push({
        level: 'error',
        place: fileStart(file),
        message: `${notFixed(name(file), why)}; the other files were fixed.`,
      });
    try {
      const disk = readDiskText(file);
      if (!disk)
        refuse('it is not UTF-8, so writing it would change more than the fix. Convert it and run --fix again');
      else if (disk.text !== before) refuse('it changed while it was being checked. Run --fix again');
      else {
        replaceFile(file, disk.encode(after));
        return true;
      }
    } catch (error) {
      refuse(`${reasonOf(error)}. Put that right and run --fix again`);
    }
    return false;
  });
}

function notFixed(name: string, why: string): string {
  return `${name} was not fixed: ${why}`;
}

function unmarked(text: string): string {
  return text.startsWith('\uFEFF') ? text.slice(1) : text;
}

/** As `git diff` writes it, so that `git apply` and `patch -p1` take it. */
function unifiedDiff(name: string, { before, after }: Change): string {
  const body = createTwoFilesPatch('', '', before, after, '', '', { context: 3, headerOptions: OMIT_HEADERS });
  return `--- a/${name}\n+++ b/${name}\n${body}`;
}
