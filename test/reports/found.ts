import type { Report } from './report.ts';
import type { Checked } from './reports.ts';

/** How many of the documented defects a finding stands for. */
export function foundOf({ defects }: Report, { findings }: Checked): number {
  const codes = new Set(findings.map(({ code }) => code));
  return defects.filter(({ code }) => codes.has(code)).length;
}
