/**
 * Fixes to text. A fix is applied wholly or not at all. Where fixes meet, **the earliest start wins**; the others are
 * skipped, and come back when the host checks the new text. The same import inserted by several fixes is inserted once.
 */
import type { Fix, TextEdit } from './finding.ts';

/** After so many rounds of checking and fixing a host stops: rules that undo each other would never end. */
export const maxFixRounds = 10;

export interface FixPlan {
  readonly applied: readonly Fix[];
  /** Met by an earlier fix: they come back in the next round. */
  readonly skipped: readonly Fix[];
  /** Sorted and free of overlaps. Files without edits are absent. */
  readonly edits: ReadonlyMap<string, readonly TextEdit[]>;
}

/** Chooses among fixes of any number of files. Fixes without edits count as neither applied nor skipped. */
export function planFixes(fixes: readonly Fix[]): FixPlan {
  const candidates = fixes.map((fix) => ({ fix, edits: fix.edits().filter((e) => e.start < e.end || e.text !== '') }));
  const seen = new Map<string, number>();
  for (const { edits } of candidates)
    for (const edit of edits) if (isImport(edit)) seen.set(keyOf(edit), (seen.get(keyOf(edit)) ?? 0) + 1);
  // What a fix shares with others doesn't tell where it starts: many share the import at the head of the file.
  const startOf = (edits: readonly TextEdit[]) => edits.find((e) => !seen.has(keyOf(e))) ?? edits[0]!;
  const ordered = candidates.filter((c) => c.edits.length).sort((a, b) => compare(startOf(a.edits), startOf(b.edits)));

  const applied: Fix[] = [];
  const skipped: Fix[] = [];
  const edits = new Map<string, TextEdit[]>();
  const imports = new Set<string>();
  for (const { fix, edits: own } of ordered) {
    const fresh = own.filter((e) => !imports.has(keyOf(e)));
    if (fresh.some((e) => edits.get(e.file)?.some((other) => meet(e, other)))) {
      skipped.push(fix);
      continue;
    }
    applied.push(fix);
    for (const edit of fresh) {
      if (isImport(edit)) imports.add(keyOf(edit));
      const ofFile = edits.get(edit.file);
      if (ofFile) ofFile.push(edit);
      else edits.set(edit.file, [edit]);
    }
  }
  for (const ofFile of edits.values()) ofFile.sort(compare);
  return { applied, skipped, edits };
}

/**
 * `edits` are sorted and don't overlap; those of one fix may stand at one position and keep their order. Line ends of
 * the inserted text become those that the file mostly has. A byte order mark, if `text` has one, stays first.
 */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  const eol = dominantEol(text);
  let result = '';
  let at = 0;
  for (const edit of edits) {
    if (edit.start < at || edit.end < edit.start || edit.end > text.length)
      throw new RangeError(
        `The edit [${edit.start}, ${edit.end}) of ${edit.file} overlaps another or leaves the text.`,
      );
    result += text.slice(at, edit.start) + edit.text.replace(/\r\n?|\n/g, eol);
    at = edit.end;
  }
  return result + text.slice(at);
}

/** What most lines of the text end with; `\n` where none does. */
export function dominantEol(text: string): '\n' | '\r\n' {
  const all = text.match(/\n/g)?.length ?? 0;
  const windows = text.match(/\r\n/g)?.length ?? 0;
  return windows * 2 > all ? '\r\n' : '\n';
}

/** Overlap, or touch: what two fixes write side by side was judged by neither of them. */
function meet(a: TextEdit, b: TextEdit): boolean {
  return a.start <= b.end && b.start <= a.end;
}

/** A whole import inserted: the only edit that several fixes can share. */
function isImport(edit: TextEdit): boolean {
  return edit.start === edit.end && /^\s*(?:import\b|const\b[^=;]*=\s*require\()[^;\n]*;?\s*$/.test(edit.text);
}

function keyOf(edit: TextEdit): string {
  return `${edit.start} ${edit.end} ${edit.file} ${edit.text}`;
}

function compare(a: TextEdit, b: TextEdit): number {
  return a.file === b.file ? a.start - b.start || a.end - b.end : a.file < b.file ? -1 : 1;
}
