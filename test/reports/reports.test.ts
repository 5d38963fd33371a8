/** Each public report: its defects are found, fix-all repairs it, and the repair holds under every schedule. */
import { deepEqual, equal, ok } from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { faultsOf, proveReport, realOf } from './prove.ts';
import { readTable, rowStart } from './readme.ts';
import { type Checked, check, folderOf, reportIds, reportOf } from './reports.ts';

/** Left by hand, of 80 to 200. */
const FEW = 8;

describe('reports', function () {
  this.timeout(120_000);
  let checked: ReadonlyMap<string, Checked>;
  before(async () => {
    checked = await check(reportIds());
  });

  for (const id of reportIds()) {
    describe(id, () => {
      it('each documented defect is found at its line, and nothing else; the repair is silent and compiles', async () =>
        deepEqual(faultsOf(id, reportOf(id), checked.get(id)!), []));

      it('fix-all repairs it but for a few lines, which its README names', () => {
        const { byHand } = checked.get(id)!;
        const readme = readFileSync(join(folderOf(id), 'README.md'), 'utf8');
        ok(byHand.length <= FEW, `${byHand.length} lines by hand:\n${byHand.join('\n')}`);
        const unnamed = byHand.filter((line) => !readme.includes(line));
        deepEqual(unnamed, [], 'the README has to show each line that was written by hand');
      });

      it('goes wrong as it was reported, and after the repair in no schedule', async () => {
        const { drives } = reportOf(id);
        ok(drives.length > 0);
        for (const proof of drives) await proveReport(id, proof, { schedules: 20_000, random: 200 });
      });

      it('the same with real processes or threads, where it is about them', async function () {
        const { real } = reportOf(id);
        if (real === undefined) this.skip();
        else await realOf(id, real);
      });

      it('stands in the table of README.md: npm run prove -- reports --readme', async () =>
        ok(readTable().includes(`\n${rowStart(id, reportOf(id), checked.get(id)!)}`)));

      it('is a program of 80 to 200 lines', () => {
        const { length } = checked.get(id)!.unsafe.text.trimEnd().split('\n');
        equal(length >= 80 && length <= 200, true, `${length} lines`);
      });
    });
  }
});
