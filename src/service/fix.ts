/** The edits of one fix, made when the user chooses it. */
import type { FixAnswer, FixRequest, Place } from '../protocol/messages.ts';
import { detailOf, messageOf } from '../workspace/file-outcome.ts';
import { wireEdit } from '../workspace/wire.ts';
import { resultOf } from './check-file.ts';
import type { Workspace } from './workspace.ts';

export function fix(workspace: Workspace, { file, code, place, title }: FixRequest): FixAnswer {
  const checked = resultOf(workspace, file);
  if ('state' in checked) {
    if (checked.state === 'skipped') return { state: 'gone' };
    return checked;
  }
  const { open, result } = checked;
  const { places } = open;
  const finding = result.findings.find((f) => f.code === code && isSame(places.of(f.file, f.span), place));
  const chosen = finding?.fixes.find((f) => f.title === title);
  if (!chosen) return { state: 'gone' };
  try {
    return { state: 'made', edits: chosen.edits().map((edit) => wireEdit(edit, places.lines(edit.file))) };
  } catch (error) {
    const message = `The fix "${title}" of ${code} failed in ${file}: ${messageOf(error)}. Nothing was changed. This is a defect of Raceguard; please report it.`;
    return { state: 'failed', message, ...detailOf(error) };
  }
}

function isSame(a: Place, b: Place): boolean {
  return a.line === b.line && a.column === b.column && a.endLine === b.endLine && a.endColumn === b.endColumn;
}
