/** `raceguard rules` and `raceguard explain`. */
import type { RuleMeta } from '../core/rule.ts';
import { docsText } from '../workspace/rule-docs.ts';
import { type Paint, paintCode, paintSeverity, type View, wrap } from './style.ts';
import { table } from './table.ts';

export function rulesTable(rules: readonly RuleMeta[], { paint, width }: View): string {
  const sorted = [...rules].sort((a, b) => (a.code < b.code ? -1 : 1));
  const heads = table(
    [['code', 'rule', 'severity', 'preset'], ...sorted.map((r) => [r.code, r.id, r.severity, r.preset])],
    [],
  );
  const indent = Math.max(...heads.map((line) => line.length)) + 2;
  const lines = heads.flatMap((head, row) => {
    const rule = sorted[row - 1];
    const blanks = ' '.repeat(indent - head.length);
    if (!rule) return paint.dim(`${head}${blanks}what goes wrong`);
    const [first = '', ...rest] = wrap(rule.summary, width && Math.max(width - indent, 24)).map((line) =>
      paintCode(paint, line),
    );
    const painted = head
      .replace(rule.id, (id) => paint.bold(id))
      .replace(` ${rule.severity} `, (text) => paintSeverity(paint, rule.severity)(text));
    return [painted + blanks + first, ...rest.map((line) => ' '.repeat(indent) + line)];
  });
  return `${lines.join('\n')}\n`;
}

/** The rule's page, headings and code set off on a terminal. */
export function explanation(rule: RuleMeta, paint: Paint): string {
  const page = docsText(rule.id) ?? `# ${rule.id} (${rule.code})\n\n${rule.summary}\n\nIt has no page yet.\n`;
  let fenced = false;
  const lines = page
    // A picture, and the line that leads to it.
    .replace(/^.*:\r?\n\r?\n!\[.*\r?\n(?:\r?\n)?/gm, '')
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
