/** What goes wrong in the plugin stays in it: TypeScript answers on, and the editor is told. */
import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import { removeScratch, scratch } from '../compilers/scratch.ts';
import { bundled } from './bundled.ts';
import { pool } from './samples.ts';
import { found, Tsserver } from './tsserver.ts';

describe('plugin: trouble', function () {
  this.timeout(180_000);
  after(removeScratch);

  it('a rule that throws is told as a problem, and the others run', async () => {
    const plugin = await bundled(`
      import { makePlugin } from './src/plugin/plugin.ts';
      import { rules } from './src/rules/index.ts';
      const meta = { ...rules[0].meta, id: 'throwing', code: 'RG999' };
      export const init = makePlugin([{ meta, run() { throw new Error('of all things'); } }, ...rules]);
    `);
    const file = `${scratch({ 'tsconfig.json': '{}', 'pool.ts': pool })}/pool.ts`;
    await using server = new Tsserver({ plugin });
    server.open(file);
    const answer = await server.checked(file);
    ok(answer.state === 'checked');
    deepEqual(
      answer.findings.map((f) => f.code),
      ['RG101'],
    );
    match(answer.problems[0]?.message ?? '', /The rule throwing failed on this file .* of all things/);
    equal(answer.problems[0]?.rule, 'throwing');
    ok(answer.problems[0]?.detail);
  });

  it('a plugin that throws wherever it can leaves TypeScript as it is', async () => {
    const plugin = await bundled(`
      import { makePlugin } from './src/plugin/plugin.ts';
      export const init = makePlugin([{ get meta() { throw new Error('no meta'); }, run() {} }]);
    `);
    const file = `${scratch({ 'tsconfig.json': '{}', 'pool.ts': `${pool}const n: number = 'text';\n` })}/pool.ts`;
    await using server = new Tsserver({ plugin });
    for (const diagnostics of ['host', 'plugin'] as const) {
      await server.configure({ diagnostics });
      if (diagnostics === 'host') server.open(file);
      deepEqual(
        (await server.diagnostics(file)).map((d) => d.code),
        [2322],
      );
      equal((await server.ask('completionInfo', { file, line: 8, offset: 12 })).success, true);
      const answer = await server.check(file);
      ok(answer.state === 'failed' && /no meta/.test(answer.message), JSON.stringify(answer));
      match((await server.request('_raceguard/status', {})).failure ?? '', /no meta/);
      equal((await server.request('_raceguard/status', {})).failure, undefined);
    }
  });

  it('names a broken configuration, and goes on once it is put right', async () => {
    const folder = scratch({ 'tsconfig.json': '{}', 'src/pool.ts': pool, 'raceguard.config.json': '{ "preset": 1 }' });
    const [file, config] = [`${folder}/src/pool.ts`, `${folder}/raceguard.config.json`];
    await using server = new Tsserver();
    server.open(file);
    const broken = await server.check(file);
    ok(broken.state === 'failed');
    match(broken.message, /raceguard\.config\.json:1:13 .*preset/s);
    writeFileSync(config, '{ "rules": { "lazy-init-race": "warning" } }');
    const warned = await server.checked(file);
    equal(warned.state === 'checked' && warned.findings[0]?.severity, 'warning');
    writeFileSync(config, '{ "ignore": ["src/**"] }');
    match(JSON.stringify(await server.check(file)), /"skipped".*ignore/);
    writeFileSync(config, '{ "rules": { "RG101": "off" } }');
    deepEqual(await found(server, file), []);
    writeFileSync(`${folder}/src/raceguard.config.json`, '{}');
    deepEqual(await found(server, file), ['RG101 7:10']);
    rmSync(`${folder}/src/raceguard.config.json`);
    deepEqual(await found(server, file), []);
    rmSync(config);
    deepEqual(await found(server, file), ['RG101 7:10']);
  });

  it('says that a fix is gone when its finding is', async () => {
    const file = `${scratch({ 'tsconfig.json': '{}', 'pool.ts': pool })}/pool.ts`;
    await using server = new Tsserver();
    server.open(file);
    const answer = await server.checked(file);
    ok(answer.state === 'checked');
    const [{ code, place, fixes }] = answer.findings as [(typeof answer.findings)[0]];
    const title = fixes[0]!.title;
    equal((await server.request('_raceguard/fix', { file, code, place, title: 'Another' })).state, 'gone');
    await server.edit(file, { line: 1, offset: 1 }, { line: 1, offset: 1 }, '\n');
    equal((await server.request('_raceguard/fix', { file, code, place, title })).state, 'gone');
  });
});
