/** The table of the reports in README.md: `npm run prove -- reports --readme` writes it. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../rules/find.ts';
import type { Proven } from '../rules/proofs/prove.ts';
import { foundOf } from './found.ts';
import type { Report } from './report.ts';
import type { Checked } from './reports.ts';

const file = join(root, 'README.md');
const block = /(<!-- reports:begin -->\n).*(<!-- reports:end -->)/s;

const HEAD = `| report | documented | found | by hand | fails after | repaired: all pass |
| --- | --- | --- | --- | --- | --- |
`;

/** What stands in the row without the explorer: the report, its defects, those found, and the lines left by hand. */
export function rowStart(id: string, report: Report, checked: Checked): string {
  const name = report.url ? `[${report.origin}](${report.url})` : report.origin;
  const counts = [report.defects.length, foundOf(report, checked), checked.byHand.length];
  return `| [${id}](src/scenarios/${id}/README.md), ${name} | ${counts.join(' | ')} |`;
}

export function readTable(): string {
  const found = block.exec(readFileSync(file, 'utf8'));
  if (!found) throw new Error('README.md has lost its marks <!-- reports:begin --> and <!-- reports:end -->.');
  return found[0];
}

export function writeTable(
  rows: readonly { id: string; report: Report; checked: Checked; proven: readonly Proven[] }[],
): void {
  const count = (n: number) => n.toLocaleString('en');
  const lines = rows.map(({ id, report, checked, proven }) => {
    const until = proven.map(({ schedules }) => count(schedules)).join(' · ');
    const after = proven.map(({ fixed }) => count(fixed.schedules)).join(' · ');
    return `${rowStart(id, report, checked)} ${until} | ${after} |\n`;
  });
  const text = readFileSync(file, 'utf8');
  writeFileSync(
    file,
    text.replace(block, (_, begin: string, end: string) => `${begin}${HEAD}${lines.join('')}${end}`),
  );
}
