import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { readApi } from '../../scripts/docs-api.ts';
import { contracts } from './contracts.ts';
import { root } from './toolbox.ts';

describe('contracts', function () {
  this.timeout(60_000);
  let titles: Set<string>;

  /** What mocha would run, without running it. Tests that are skipped don't count. */
  before(() => {
    const folders = ['test/runtime', 'test/runtime/proofs'];
    const files = folders.flatMap((folder) =>
      readdirSync(join(root, folder))
        .filter((name) => name.endsWith('.test.ts'))
        .map((name) => `${folder}/${name}`),
    );
    const mocha = ['node_modules/mocha/bin/mocha.js', '--dry-run', '--reporter', 'json', ...files];
    const { stdout, stderr, status } = spawnSync(process.execPath, mocha, { cwd: root, encoding: 'utf8' });
    assert.equal(status, 0, stderr);
    const { passes } = JSON.parse(stdout.slice(stdout.indexOf('{'))) as { passes: { fullTitle: string }[] };
    titles = new Set(passes.map(({ fullTitle }) => fullTitle));
  });

  for (const [subject, sentences] of Object.entries(contracts)) {
    for (const [sentence, ...named] of sentences) {
      it(`${subject}: "${sentence}" has its tests`, () => {
        for (const title of named) {
          const there = typeof title === 'string' ? titles.has(title) : [...titles].some((one) => title.test(one));
          assert.ok(there, `There is no test with the title: ${title}`);
        }
      });
    }
  }

  it('every public method that waits is among those tested as a wait', () => {
    const [main] = readApi(root);
    const waits = (main?.exported ?? []).flatMap(({ name, members }) =>
      members
        .filter(({ signatures }) => /: (WaitOptions|CloseOptions)\b/.test(signatures.join()))
        .map((member) => `${name === 'TokenSnapshot' ? 'CancellationToken.snapshot()' : name}.${member.name}`),
    );
    assert.ok(waits.includes('Semaphore.acquire') && waits.includes('TaskRegistry.close'));
    const untested = waits.filter(
      (name) => ![...titles].some((title) => title.startsWith(`every wait ${name} rejects with`)),
    );
    assert.deepEqual(untested, []);
  });
});
