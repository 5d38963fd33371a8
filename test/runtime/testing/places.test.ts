import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { chromium } from 'playwright-core';
import { RaceguardError } from '../../../runtime/src/index.ts';
import { exploring, RaceError } from '../../../runtime/src/testing/index.ts';
import { findChromium } from '../../editor/hosts/chromium.ts';
import { installed, root } from '../toolbox.ts';

const here = join(root, 'test/runtime/testing');

const FOUND = { complete: true, orders: 1680, same: true };

function run(args: string[], cwd = root): { status: number | null; output: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd, encoding: 'utf8' });
  return { status, output: stdout + stderr };
}

describe('explore: other engines', () => {
  for (const [title, missing] of Object.entries({
    'Node as it is': [],
    'no AsyncLocalStorage': ['getBuiltinModule'],
    'MessageChannel only, as in a browser': ['getBuiltinModule', 'setImmediate'],
    'setTimeout only': ['getBuiltinModule', 'setImmediate', 'MessageChannel'],
  })) {
    it(`finds the same with ${title}`, function () {
      this.timeout(120_000);
      const { status, output } = run([join(here, 'programs/without-node.ts'), ...missing]);
      assert.equal(status, 0, output);
      assert.deepEqual(JSON.parse(output), FOUND);
    });
  }

  it('finds the same in Chromium', async function () {
    this.timeout(300_000);
    const contents = "import { findings } from './findings.ts'; globalThis.found = findings().then(JSON.stringify);";
    const { outputFiles } = await build({
      stdin: { contents, resolveDir: join(here, 'programs') },
      bundle: true,
      write: false,
      platform: 'browser', // an import of a node: module fails the build
      format: 'iife',
    });
    const browser = await chromium.launch({
      executablePath: await findChromium((line) => console.log(`      ${line}`)),
      args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run'],
    });
    try {
      const page = await browser.newPage();
      await page.addScriptTag({ content: outputFiles[0]?.text ?? '' });
      assert.deepEqual(JSON.parse(await page.evaluate('found')), FOUND);
    } finally {
      await browser.close();
    }
  });
});

describe('exploring: test runners', () => {
  const work = join(root, 'test/.work');
  let folder: string;

  before(() => {
    mkdirSync(work, { recursive: true });
    folder = mkdtempSync(join(work, 'runners-'));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  async function suite(name: string, head: string): Promise<string> {
    const file = join(folder, name);
    const contents = `${head}\nimport { tests } from ${JSON.stringify(join(here, 'programs/runner.ts'))};\ntests(it);`;
    await build({
      stdin: { contents, resolveDir: here },
      outfile: file,
      bundle: true,
      format: 'esm',
      platform: 'node',
      external: ['vitest'],
    });
    return file;
  }

  function failedWithTimeline({ status, output }: { status: number | null; output: string }): void {
    assert.notEqual(status, 0, output);
    assert.match(output, /error in this order of steps/);
    assert.match(output, /✖ Error: [12] instead of 3/);
    assert.match(output, /replay: 'rg1-/);
  }

  it('mocha, whose time limit it lifts', async () => {
    const result = run(['node_modules/mocha/bin/mocha.js', '--timeout', '5', await suite('mocha.mjs', '')]);
    failedWithTimeline(result);
    assert.match(result.output, /1 passing.*\n\s+1 failing/);
  });

  it('node:test, to which it tells how many schedules there were', async () => {
    const file = await suite('node.mjs', "import { it } from 'node:test';");
    const result = run(['--test-reporter=tap', file]);
    failedWithTimeline(result);
    assert.match(result.output, /^# complete: [\d,]+ schedules$/m);
    assert.match(result.output, /^# pass 1\n# fail 1$/m);
  });

  it('vitest', async function () {
    this.timeout(180_000);
    const vitest = installed('vitest@4');
    if ('missing' in vitest) {
      console.warn(`      ${vitest.missing}`);
      return this.skip();
    }
    const own = join(vitest.path, `tests-${process.pid}`);
    mkdirSync(own);
    try {
      writeFileSync(join(own, 'a.test.mjs'), readFileSync(await suite('vitest.mjs', "import { it } from 'vitest';")));
      const result = run([join(vitest.path, 'node_modules/vitest/vitest.mjs'), 'run', '--root', own], own);
      failedWithTimeline(result);
      assert.match(result.output.replace(/\p{Cc}\[[\d;]*m/gu, ''), /Tests {2}1 failed \| 1 passed/);
    } finally {
      rmSync(own, { recursive: true, force: true });
    }
  });

  it('ends by the signal of its runner', async () => {
    const endless = exploring(
      async (t) => {
        for (const name of ['A', 'B', 'C', 'D']) {
          t.task(name, async (me) => {
            for (let n = 0; n < 9; n++) await me.step();
          });
        }
        await t.all();
      },
      { schedules: Number.POSITIVE_INFINITY },
    ) as (context: unknown) => Promise<void>;
    await assert.rejects(endless({ signal: AbortSignal.timeout(50) }), { name: 'TimeoutError' });
    assert.equal(endless.length, 0, 'a parameter would mean a callback to mocha and jest');
  });

  it('throws a RaceError of the one family, with the failure and its cause', async () => {
    const cause = new Error('wrong');
    const test = exploring(() => Promise.reject(cause));
    await assert.rejects(test, (error) => {
      assert.ok(error instanceof RaceError && error instanceof RaceguardError);
      assert.deepEqual([error.code, error.name, error.cause], ['RACEGUARD_RACE', 'RaceError', cause]);
      assert.equal(error.message, error.failure.text);
      return true;
    });
  });
});
