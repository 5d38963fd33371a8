/** `--format json`: for programs. Lines and columns from 1, `file` relative to the working directory. */

import { shown } from '../workspace/paths.ts';
import { docsUrl } from '../workspace/rule-docs.ts';
import type { CheckReport } from './report.ts';

export function formatJson(report: CheckReport): string {
  const file = (path: string) => shown(report.cwd, path);
  const names = new Set(report.compilers.map((c) => c.name));
  const findings = report.findings.map((finding) => ({
    rule: finding.rule,
    code: finding.code,
    severity: finding.severity,
    ...finding.place,
    file: file(finding.place.file),
    message: finding.message,
    docs: docsUrl(finding.rule),
    witness: finding.witness.map(({ invocation, place, text }) => ({
      file: file(place.file),
      line: place.line,
      column: place.column,
      text: `${invocation} ${text}`,
    })),
    fixes: finding.fixes.map(({ title, tier }) => ({ title, tier })),
  }));
  const compiler = names.size > 1 ? 'mixed' : ([...names][0] ?? null);
  const { version, files, tests } = report;
  return `${JSON.stringify({ version, compiler, files, tests, durationMs: Math.round(report.durationMs), findings }, null, 2)}\n`;
}
