/** What is shipped does as the checkout does: the same schedules, the same replay strings, the same lines. */
import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { explore } from '../../runtime/src/testing/index.ts';
import type { Version } from '../../src/protocol/runner.ts';
import * as programs from '../../src/runner/programs.ts';
import * as scenarios from '../../src/runner/scenarios.ts';
import type { Drive } from '../../src/scenarios/drive.ts';
import type { ShippedScenario } from '../../src/scenarios/scenario.ts';
import { folderOf } from '../reports/reports.ts';
import { readExpectations } from '../rules/expect.ts';
import { type Parts, type Shipped, ship } from './shipped.ts';

const checkout: Parts = { ...programs, ...scenarios, explore };
const ids = scenarios.scenarioIds();
const versions: readonly Version[] = ['unsafe', 'safe'];

describe('shipped scenarios', function () {
  this.timeout(120_000);
  let shipped: Shipped;
  before(async () => {
    shipped = await ship();
  });
  after(() => shipped?.dispose());

  const outcome = async (parts: Parts, id: string, version: Version, n: number) => {
    const { program, options } = parts.scenarioOf(id).drives[n] as Drive;
    const { load } = parts.programOf(id, version);
    const { summary, schedules, failing, complete, failure } = await parts.explore((t) => program(t, load), {
      maxSteps: 100,
      schedules: 5_000,
      random: 100,
      ...options,
    });
    const { kind, message, replay, timeline } = failure ?? {};
    return { summary, schedules, failing, complete, kind, message, replay, timeline: String(timeline) };
  };

  for (const id of ids) {
    it(`${id} goes the same ways`, async () => {
      for (const [n, { hazard }] of scenarios.scenarioOf(id).drives.entries()) {
        for (const version of versions) {
          const wanted = await outcome(checkout, id, version, n);
          const got = await outcome(shipped.parts, id, version, n);
          deepEqual(got, wanted, `${version}: ${hazard}`);
          equal(got.replay !== undefined, version === 'unsafe');
        }
      }
    });
  }

  it('shows sources without the comments of the lint', () => {
    for (const id of ids) {
      for (const version of versions) {
        const { source } = shipped.parts.programOf(id, version);
        const { text } = readExpectations(readFileSync(join(folderOf(id), `${version}.ts`), 'utf8'));
        equal(readFileSync(source, 'utf8'), text);
        equal(/\^ RG\d/.test(text), false);
      }
    }
  });

  for (const where of ['checkout', 'package'] as const) {
    it(`tells where a frame stands in the source, in the ${where}`, async () => {
      const parts = where === 'checkout' ? checkout : shipped.parts;
      const { load, source, placeOf } = parts.programOf<typeof import('../../src/scenarios/runner/unsafe.ts')>(
        'runner',
        'unsafe',
      );
      const client = new (load().ApiClient)({ connect: async () => ({}) as never, launch: async () => 0 });
      const { stack } = await client.setState('a', 'b').then(
        () => new Error('it is open'),
        (error: Error) => error,
      );
      const [, file, line, column] = /\((.+):(\d+):(\d+)\)/.exec(stack!)!;
      const place = placeOf({ file: file!, line: Number(line), column: Number(column) })!;
      equal(place.file, source);
      const text = readFileSync(source, 'utf8').split('\n')[place.line - 1]!;
      match(text.slice(place.column - 1), /^new Error\('Cannot send a request: the client is not open\.'\)/);
      equal(placeOf({ file: import.meta.filename, line: 1, column: 1 }), undefined);
    });
  }

  it('lists them for those who do not load them', () => {
    const folder = join(shipped.folder, 'dist', 'scenarios');
    const list = JSON.parse(readFileSync(join(folder, 'list.json'), 'utf8')) as ShippedScenario[];
    deepEqual(
      list.map(({ files, ...listed }) => listed),
      scenarios.scenarioList(),
    );
    for (const { files } of list) ok(existsSync(join(folder, files.unsafe)) && existsSync(join(folder, files.safe)));
    deepEqual(readdirSync(folder).sort(), [...ids, 'list.json'].sort());
  });

  for (const id of ids.filter((id) => scenarios.scenarioOf(id).real)) {
    it(`${id} runs with real parts`, async () => {
      const options = { signal: new AbortController().signal, onStep: () => {} };
      const failed = await shipped.parts.runReal(id, 'unsafe', options).catch((error: Error) => error);
      match(String(failed), scenarios.scenarioOf(id).real!.failure);
      await shipped.parts.runReal(id, 'safe', options);
    });
  }
});
