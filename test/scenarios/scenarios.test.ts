/** Each scenario: what a list says of it, what the lint finds in it, and that its race is there and then gone. */
import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { scenarioIds, scenarioList, scenarioOf } from '../../src/runner/scenarios.ts';
import { faultsOf, proveReport, realOf } from '../reports/prove.ts';
import { type Checked, check, folderOf, reportIds } from '../reports/reports.ts';
import { readExpectations } from '../rules/expect.ts';

describe('scenarios', function () {
  this.timeout(120_000);
  /** Those that are reports have tests of their own. */
  const others = scenarioIds().filter((id) => !reportIds().includes(id));
  let checked: ReadonlyMap<string, Checked> = new Map();
  before(async () => {
    if (others.length > 0) checked = await check(others);
  });

  it('are refused by a name that none has, with the names there are', () => {
    let said = '';
    try {
      scenarioOf('toString');
    } catch (error) {
      said = (error as Error).message;
    }
    match(said, /no scenario toString\. The scenarios are: .*bridge, .*token/);
  });

  for (const [n, id] of scenarioIds().entries()) {
    const scenario = scenarioOf(id);
    const read = (name: string) => readFileSync(join(folderOf(id), name), 'utf8');

    describe(id, () => {
      it('says what it is in a title and a paragraph', () => {
        const { title, story } = scenario;
        match(title, /^[A-Z].{10,70}[^.]$/);
        match(story, /^[A-Z].{100,1200}\.$/, 'one paragraph');
        ok(existsSync(join(folderOf(id), 'README.md')));
        deepEqual(
          scenarioList()[n]?.hazards,
          scenario.drives.map(({ hazard }) => hazard),
        );
      });

      it('names the rules that find it', () => {
        const { expectations } = readExpectations(read('unsafe.ts'));
        deepEqual([...scenario.rules].sort(), [...new Set(expectations.map(({ code }) => code))].sort());
      });

      it('has programs of one file, that a viewer can show whole', () => {
        for (const name of ['unsafe.ts', 'safe.ts']) equal(/from '\.|import\(/.test(read(name)), false, name);
      });

      if (!others.includes(id)) return;
      it('is found at the lines that it marks, and nothing else; what is safe is silent', () =>
        deepEqual(faultsOf(id, scenario, checked.get(id)!), []));

      it('goes wrong as it says, and in no schedule when it is safe', async () => {
        ok(scenario.drives.length > 0);
        for (const drive of scenario.drives) await proveReport(id, drive, { schedules: 20_000, random: 200 });
      });

      if (scenario.real === undefined) return;
      it('does the same with real processes or threads', () => realOf(id, scenario.real!));
    });
  }
});
