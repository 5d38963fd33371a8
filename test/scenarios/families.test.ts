/** What the scenarios that stand for a family of rules promise beside what all do; and that each is told so that one can follow. */
import { deepEqual, equal, ok } from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { explore } from '../../runtime/src/testing/index.ts';
import type { Version } from '../../src/protocol/runner.ts';
import { programOf } from '../../src/runner/programs.ts';
import { scenarioIds, scenarioOf } from '../../src/runner/scenarios.ts';
import type { Drive } from '../../src/scenarios/drive.ts';
import { type Checked, check, folderOf, reportIds } from '../reports/reports.ts';

describe('scenarios of families', function () {
  this.timeout(120_000);
  const families = scenarioIds().filter((id) => !reportIds().includes(id));
  let checked: ReadonlyMap<string, Checked>;
  before(async () => {
    checked = await check(families);
  });

  const explored = (id: string, version: Version, { program, options }: Drive) => {
    const { load } = programOf(id, version);
    return explore((t) => program(t, load), { maxSteps: 100, schedules: 20_000, random: 0, ...options });
  };

  it('there is one for each family', () => {
    const rules = new Set<string>(families.flatMap((id) => scenarioOf(id).rules));
    for (const code of ['RG101', 'RG103', 'RG302', 'RG402', 'RG501', 'RG502']) ok(rules.has(code), code);
  });

  for (const id of families) {
    const { drives } = scenarioOf(id);

    describe(id, () => {
      it('is made safe by fix-all but for a line or two, which its README names', () => {
        const { byHand } = checked.get(id)!;
        const readme = readFileSync(join(folderOf(id), 'README.md'), 'utf8');
        ok(byHand.length <= 2, byHand.join('\n'));
        deepEqual(
          byHand.filter((line) => !readme.includes(line)),
          [],
        );
      });

      it('is a program of 20 to 90 lines', () => {
        const { length } = checked.get(id)!.unsafe.text.trimEnd().split('\n');
        equal(length >= 20 && length <= 90, true, `${length} lines`);
      });

      it('is safe in every order there is', async () => {
        for (const drive of drives) {
          const { complete, failure, summary } = await explored(id, 'safe', drive);
          equal(failure, undefined);
          ok(complete, summary);
        }
      });
    });
  }

  for (const id of scenarioIds()) {
    it(`${id} is replayed by strings that tell its drives apart`, async () => {
      const replays: (string | undefined)[] = [];
      for (const drive of scenarioOf(id).drives) replays.push((await explored(id, 'unsafe', drive)).failure?.replay);
      deepEqual(replays, [...new Set(replays)]);
    });

    for (const drive of scenarioOf(id).drives) {
      it(`${id}, "${drive.hazard}" tells in which lines what is read and written`, async () => {
        const { failure } = await explored(id, 'unsafe', drive);
        const { steps, opening } = failure!.timeline;
        const { placeOf } = programOf(id, 'unsafe');
        const lines = steps.filter(({ sites }) => sites.some((site) => placeOf(site)));
        const told = steps.filter(({ accesses, values }) => accesses.length + values.length > 0);
        ok(lines.length >= 1 && told.length >= 1 && steps.length <= 20, failure!.text);
        deepEqual(opening, []);
      });
    }
  }
});
