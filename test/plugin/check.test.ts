/** `_raceguard/check` in a bare tsserver: what is found, where, and what it follows as texts change. */
import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { removeScratch, scratch } from '../compilers/scratch.ts';
import { client, handler, pool, service, startUp } from './samples.ts';
import { found, Tsserver } from './tsserver.ts';

describe('plugin: check', function () {
  this.timeout(180_000);
  after(removeScratch);

  it('tells what a file holds, and where', async () => {
    const folder = scratch({ 'tsconfig.json': '{}', 'pool.ts': pool });
    const file = `${folder}/pool.ts`;
    await using server = new Tsserver();
    server.open(file);
    const answer = await server.checked(file);
    ok(answer.state === 'checked', JSON.stringify(answer));
    const [finding, ...others] = answer.findings;
    deepEqual(others, []);
    equal(finding?.code, 'RG101');
    deepEqual(finding?.place, { file, line: 7, column: 10, endLine: 7, endColumn: 21 });
    ok(finding.witness.length > 2 && finding.fixes.length > 0);
    equal(answer.length, pool.length);
    equal(answer.configFile, `${folder}/tsconfig.json`);
    deepEqual(answer.problems, []);
    const status = await server.request('_raceguard/status', {});
    equal(status.version, JSON.parse(readFileSync('package.json', 'utf8')).version);
    deepEqual([status.projects, status.failure], [1, undefined]);
  });

  it('goes with the text as it is typed', async () => {
    const file = `${scratch({ 'tsconfig.json': '{}', 'pool.ts': pool })}/pool.ts`;
    await using server = new Tsserver();
    server.open(file);
    deepEqual(await found(server, file), ['RG101 7:10']);
    await server.edit(file, { line: 1, offset: 1 }, { line: 1, offset: 1 }, '// one more line\n');
    deepEqual(await found(server, file), ['RG101 8:10']);
    await server.edit(file, { line: 9, offset: 21 }, { line: 9, offset: 27 }, '');
    deepEqual(await found(server, file), []);
    await server.edit(file, { line: 9, offset: 21 }, { line: 9, offset: 21 }, 'await ');
    deepEqual(await found(server, file), ['RG101 8:10']);
  });

  it('answers about the text that it checked while the file does not parse', async () => {
    const file = `${scratch({ 'tsconfig.json': '{}', 'pool.ts': `${pool}const broken = ;\n` })}/pool.ts`;
    await using server = new Tsserver();
    server.open(file);
    const answer = await server.checked(file);
    ok(answer.state === 'checked');
    match(answer.problems[0]?.message ?? '', /^Syntax error: /);
    deepEqual(answer.findings[0]?.fixes, []);
  });

  it('sees that another file changed, in the editor or on the disk', async () => {
    const folder = scratch({ 'tsconfig.json': '{}', 'client.ts': client, 'service.ts': service, 'main.ts': startUp });
    const [file, main] = [`${folder}/service.ts`, `${folder}/main.ts`];
    await using server = new Tsserver();
    server.open(file);
    deepEqual(await found(server, file), []);
    server.open(main, handler);
    deepEqual(await found(server, file), ['RG101 5:10']);
    server.tell('close', { file: main });
    deepEqual(await found(server, file), []);
    writeFileSync(main, handler);
    // tsserver watches the disk; a request for the file doesn't wait for what it has not heard yet.
    while ((await found(server, file)).length === 0) await new Promise((resolve) => setTimeout(resolve, 50));
    deepEqual(await found(server, file), ['RG101 5:10']);
  });

  it('says what it leaves alone', async () => {
    const folder = scratch({
      'tsconfig.json': '{ "compilerOptions": { "allowJs": true } }',
      'pool.ts': pool,
      'shut.ts': pool,
      'types.d.ts': 'declare const a: 1;',
      'pool.test.ts': pool,
      'plain.js': 'let a; export async function f() { if (!a) a = await fetch("x"); }',
    });
    await using server = new Tsserver();
    server.open(`${folder}/pool.ts`);
    const why = async (name: string) => {
      const answer = await server.checked(`${folder}/${name}`);
      return answer.state === 'skipped' ? answer.why : answer.state;
    };
    match(await why('shut.ts'), /not open/);
    match(await why('nowhere.ts'), /not open/);
    for (const name of ['types.d.ts', 'plain.js', 'pool.test.ts']) server.open(`${folder}/${name}`);
    match(await why('types.d.ts'), /declaration/);
    match(await why('plain.js'), /checkJs/);
    match(await why('pool.test.ts'), /^Tests, .* are not checked\.$/);
  });
});
