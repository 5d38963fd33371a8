/**
 * Applies fixes in rounds until none is left: those that met another come back when the new text is checked. All
 * rounds run in memory, over an overlay; the host writes at the end, so that a file on the disk is never half fixed.
 */
import { applyEdits, maxFixRounds, planFixes } from '../core/edits.ts';
import type { FixTier } from '../core/finding.ts';
import { type FileOutcome, fileStart, type MadeFix } from './file-outcome.ts';
import type { ReportedProblem } from './findings.ts';
import type { RunOutcome, Scope } from './run-check.ts';

export interface FixRound {
  /** Checks again what depends on these files, with these texts; returns the outcomes of the files it checked. */
  recheck(changed: readonly string[], overlay: ReadonlyMap<string, string>): Promise<RunOutcome>;
  /** Else all fixes of the tiers. */
  wants?(fix: MadeFix): boolean;
  /** Why a file must be left alone; asked once a file. */
  blocked(file: string): string | undefined;
}

export interface FixResult {
  /** Over all rounds, in order. */
  readonly applied: readonly MadeFix[];
  /** New texts by file, and the old ones that they were made from. */
  readonly overlay: ReadonlyMap<string, string>;
  readonly before: ReadonlyMap<string, string>;
  readonly unstable: boolean;
  readonly problems: readonly ReportedProblem[];
}

/** Updates `outcome` to what holds after the fixes. */
export async function fixInRounds(outcome: RunOutcome, tiers: readonly FixTier[], round: FixRound): Promise<FixResult> {
  const overlay = new Map<string, string>();
  const before = new Map<string, string>();
  const blocked = new Map<string, string | undefined>();
  const problems: ReportedProblem[] = [];
  const given = new Set<string>();
  const applied: MadeFix[] = [];
  for (let n = 0; n < maxFixRounds; n++) {
    const plan = planFixes(
      chosen(outcome.files.values(), tiers).filter((fix) => (round.wants?.(fix) ?? true) && allowed(fix)),
    );
    if (!plan.applied.length) return { applied, overlay, before, unstable: false, problems };
    const undo = new Map([...plan.edits.keys()].map((file) => [file, overlay.get(file)]));
    for (const [file, edits] of plan.edits) {
      const text = overlay.get(file) ?? outcome.texts.get(file)!;
      if (!before.has(file)) before.set(file, text);
      overlay.set(file, applyEdits(text, edits));
    }
    const next = await round.recheck([...plan.edits.keys()], overlay);
    const broken = [...plan.edits.keys()].filter((f) => next.files.get(f)?.syntaxErrors);
    if (!broken.length) {
      applied.push(...(plan.applied as MadeFix[]));
      take(next);
      continue;
    }
    // A fix is wrong: this round never was, and the files it would break take no more fixes.
    for (const [file, text] of undo) {
      if (text !== undefined) overlay.set(file, text);
      else overlay.delete(file);
      if (text === undefined) before.delete(file);
    }
    for (const file of broken) {
      given.add(file);
      const rules = plan.applied.filter((f) => f.edits().some((e) => e.file === file)).map((f) => (f as MadeFix).rule);
      const message = `A fix of ${[...new Set(rules)].join(' or ')} would leave code that does not parse, so the file was left as it was. This is a defect of Raceguard; please report it.`;
      problems.push({ level: 'error', place: fileStart(file), message });
    }
  }
  return { applied, overlay, before, unstable: true, problems };

  function allowed(fix: MadeFix): boolean {
    return fix.made.every(({ file }) => {
      if (given.has(file)) return false;
      if (!blocked.has(file)) {
        const why = round.blocked(file);
        blocked.set(file, why);
        if (why) problems.push({ level: 'error', place: fileStart(file), message: why });
      }
      return blocked.get(file) === undefined;
    });
  }

  function take(next: RunOutcome): void {
    for (const [file, found] of next.files) outcome.files.set(file, found);
    for (const [file, text] of next.texts) outcome.texts.set(file, text);
  }
}

/** What a change of these files may change the findings of: they themselves, and those whose witnesses lead there. */
export function touchedBy(
  changed: readonly string[],
  outcome: RunOutcome,
): Pick<Scope, 'refs'> & { only: Set<string> } {
  const again = [...outcome.files].filter(
    ([file, { findings }]) =>
      changed.includes(file) || findings.some((f) => f.witness.some((s) => changed.includes(s.place.file))),
  );
  return { refs: [...new Set(again.map(([, { ref }]) => ref))], only: new Set(again.map(([file]) => file)) };
}

/** Of each finding the first fix that is permitted. */
function chosen(files: Iterable<FileOutcome>, tiers: readonly FixTier[]): MadeFix[] {
  return [...files].flatMap(({ fixes }) =>
    fixes.flatMap((ofFinding) => ofFinding.find((f) => tiers.includes(f.tier)) ?? []),
  );
}
