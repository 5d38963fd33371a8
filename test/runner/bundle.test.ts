/** As it is shipped: the bundle, under the oldest Node that is there. */
import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { bundle, Programs, run } from './support.ts';

const nodes = (process.env.PATH ?? '')
  .split(delimiter)
  .map((folder) => join(folder, process.platform === 'win32' ? 'node.exe' : 'node'))
  .filter((path) => existsSync(path))
  .map((path) => ({ path, version: execFileSync(path, ['--version'], { encoding: 'utf8' }).trim() }))
  .sort((a, b) => a.version.localeCompare(b.version, 'en', { numeric: true }));
const oldest = nodes[0] ?? { path: process.execPath, version: process.version };
const options = { module: bundle, execPath: oldest.path };

describe(`the bundle under Node ${oldest.version}`, () => {
  it('runs scenarios, with their real forms, and tells places in the sources that are shipped', async () => {
    const heard = await run({ run: 'scenario', id: 'token', drives: [0] }, options);
    equal(heard.end, 'done');
    const results = heard.all('ended').map(({ result }) => result);
    deepEqual(
      results.map(({ asExpected, summary }) => (asExpected ? 'as expected' : summary)),
      Array(4).fill('as expected'),
    );
    const places = results[0]!.explored!.picture.steps.flatMap(({ place }) => place ?? []);
    ok(places.length > 0);
    for (const { file } of places) match(file, /dist\/scenarios\/token\/unsafe\.ts$/);
  });

  it("runs users' TypeScript", async () => {
    using programs = new Programs({
      'a.race.ts': `import type { Trial } from '@raceguard/runtime/testing';
import { Mutex } from '@raceguard/runtime';
import { stored } from './stored.js';
enum Amount { Ten = 10 }
export const deposits = async (t: Trial): Promise<void> => {
  using _ = { [Symbol.dispose]() {} };
  const mutex = new Mutex();
  const account = { stored };
  for (const name of ['A', 'B']) t.task(name, () => mutex.runExclusive(async () => {
    const seen: number = account.stored; await t.step('pays'); account.stored = seen + Amount.Ten;
  }));
  await t.all();
  console.log(account.stored, process.version);
  if (account.stored !== 20)   throw new Error('lost');
};`,
      'stored.ts': 'export const stored: number = await Promise.resolve(0);',
    });
    const heard = await programs.run('a.race.ts', options);
    equal(heard.end, 'done');
    equal(heard.result.failure?.text, undefined);
    ok(heard.result.explored!.complete);
    equal(heard.output, `20 ${oldest.version}\n`);
    programs.assertGone();
  });

  it('ends what eats memory beside its heap', async () => {
    const text = `export const a = async () => {
  const all = [];
  for (;;) { all.push(Buffer.alloc(4 * 2 ** 20, 1)); Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5); }
};`;
    using programs = new Programs({ 'a.race.ts': text });
    match(
      (await programs.run('a.race.ts', { ...options, memory: 150, hangMs: 30_000 })).end,
      /it ran out of memory \(150 MB\)/,
    );
    programs.assertGone();
  });

  it('ends what hangs', async () => {
    using programs = new Programs({ 'a.race.ts': 'export const a = async () => { for (;;); };' });
    match((await programs.run('a.race.ts', { ...options, hangMs: 4000 })).end, /^hangs: .* ended at .*a\.race\.ts:1: /);
    programs.assertGone();
  });
});
