/** `raceguard rules` and `raceguard explain`. */
import type { RuleMeta } from '../core/rule.ts';
import { docsText } from './rule-docs.ts';
import { type Paint, paintCode, paintSeverity } from './style.ts';
import { table } from './table.ts';

export function rulesTable(rules: readonly RuleMeta[], paint: Paint): string {
  const sorted = [...rules].sort((a, b) => (a.code < b.code ? -1 : 1));
  const rows = sorted.map((r) => [r.code, r.id, r.severity, r.preset, r.summary]);
  const lines = table([['code', 'rule', 'severity', 'preset', 'what goes wrong'], ...rows], [], (text, column, row) => {
    if (row === 0) return paint.dim(text);
    if (column === 1) return paint.bold(text);
    return column === 2 ? paintSeverity(paint, sorted[row - 1]!.severity)(text) : paintCode(paint, text);
  });
  return `${lines.join('\n')}\n`;
}

/** The rule's page, headings and code set off on a terminal. */
export function explanation(rule: RuleMeta, paint: Paint): string {
  const page = docsText(rule.id) ?? `# ${rule.id} (${rule.code})\n\n${rule.summary}\n\nIt has no page yet.\n`;
  let fenced = false;
  const lines = page
    .trimEnd()
    .split(/\r?\n/)
    .map((line) => {
      if (/^\s*```/.test(line)) {
        fenced = !fenced;
        return paint.dim(line);
      }
      if (fenced) return paint.cyan(line);
      return /^#+ /.test(line) ? paint.bold(line) : paintCode(paint, line);
    });
  return `${lines.join('\n')}\n`;
}
