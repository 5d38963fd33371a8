/** `--timing`: what each stage and each rule cost. */
import type { CheckReport } from './report.ts';
import type { Paint } from './style.ts';
import { table } from './table.ts';

export function formatTiming(report: CheckReport, paint: Paint): string {
  const { stages, rules } = report.timing;
  const rulesMs = sum(rules);
  const rest = Math.max(report.durationMs - sum(stages) - rulesMs, 0);
  const all = [...byCost(stages), ['rules', rulesMs] as const, ['other', rest] as const];
  return `${[
    ...section('stage', all, report.durationMs, paint),
    '',
    ...section('rule', byCost(rules), report.durationMs, paint),
  ].join('\n')}\n`;
}

function section(title: string, rows: readonly (readonly [string, number])[], total: number, paint: Paint): string[] {
  const cells = rows.map(([name, ms]) => [
    name,
    `${ms.toFixed(1)} ms`,
    `${((100 * ms) / Math.max(total, 1)).toFixed(1)} %`,
  ]);
  return table([[title, 'time', 'share'], ...cells], [1, 2], (text, _, row) => (row === 0 ? paint.bold(text) : text));
}

function byCost(times: ReadonlyMap<string, number>): [string, number][] {
  return [...times].sort((a, b) => b[1] - a[1]);
}

function sum(times: ReadonlyMap<string, number>): number {
  return [...times.values()].reduce((a, b) => a + b, 0);
}
