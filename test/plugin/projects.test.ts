/** Where files belong: several projects in one session, none, references, and projects that come and go. */
import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { renameSync } from 'node:fs';
import { removeScratch, scratch } from '../compilers/scratch.ts';
import { client, handler, pool, service, startUp } from './samples.ts';
import { found, Tsserver } from './tsserver.ts';

describe('plugin: projects', function () {
  this.timeout(180_000);
  after(removeScratch);

  it('serves several in one session, each by its own callers', async () => {
    const folder = scratch({
      'one/tsconfig.json': '{}',
      'one/client.ts': client,
      'one/service.ts': service,
      'one/main.ts': handler,
      'two/tsconfig.json': '{}',
      'two/client.ts': client,
      'two/service.ts': service,
      'two/main.ts': startUp,
    });
    await using server = new Tsserver();
    for (const name of ['one', 'two']) server.open(`${folder}/${name}/service.ts`);
    deepEqual(await found(server, `${folder}/one/service.ts`), ['RG101 5:10']);
    deepEqual(await found(server, `${folder}/two/service.ts`), []);
    equal((await server.request('_raceguard/status', {})).projects, 2);
  });

  it('serves files without a project, also one that is nowhere on the disk', async () => {
    const folder = scratch({ 'pool.ts': pool }, { outside: true });
    await using server = new Tsserver();
    server.open(`${folder}/pool.ts`);
    deepEqual(await found(server, `${folder}/pool.ts`), ['RG101 7:10']);
    const answer = await server.checked(`${folder}/pool.ts`);
    ok(answer.state === 'checked' && answer.configFile === undefined);
    server.open(`${folder}/new.ts`, `\n${pool}`);
    deepEqual(await found(server, `${folder}/new.ts`), ['RG101 8:10']);
    server.open('^/untitled/ts-nul-authority/Untitled-1', `\n${pool}`);
    const untitled = await server.checked('^/untitled/ts-nul-authority/Untitled-1');
    ok(untitled.state !== 'failed', JSON.stringify(untitled));
  });

  it('follows references', async () => {
    const composite = '{ "compilerOptions": { "composite": true, "outDir": "out" } }';
    const folder = scratch({
      'lib/tsconfig.json': composite,
      'lib/client.ts': client,
      'lib/service.ts': service,
      'app/tsconfig.json':
        '{ "compilerOptions": { "composite": true, "outDir": "out" }, "references": [{ "path": "../lib" }] }',
      'app/main.ts': handler.replace('./service', '../lib/service'),
      'app/pool.ts': pool,
      'tsconfig.json': '{ "files": [], "references": [{ "path": "lib" }, { "path": "app" }] }',
    });
    await using server = new Tsserver();
    server.open(`${folder}/app/pool.ts`);
    server.open(`${folder}/lib/service.ts`);
    deepEqual(await found(server, `${folder}/app/pool.ts`), ['RG101 7:10']);
    const answer = await server.checked(`${folder}/lib/service.ts`);
    ok(answer.state === 'checked');
    equal(answer.configFile, `${folder}/lib/tsconfig.json`);
  });

  it('goes on when a project was closed and is opened again', async () => {
    const folder = scratch({ 'a/tsconfig.json': '{}', 'a/pool.ts': pool, 'b/tsconfig.json': '{}', 'b/pool.ts': pool });
    await using server = new Tsserver();
    for (let round = 0; round < 3; round++) {
      for (const name of ['a', 'b']) {
        const file = `${folder}/${name}/pool.ts`;
        server.open(file);
        deepEqual(await found(server, file), ['RG101 7:10']);
        server.tell('close', { file });
        match(JSON.stringify(await server.check(file)), /not open/);
      }
    }
    // tsserver keeps a project without open files until the next file is opened.
    server.open(`${folder}/a/pool.ts`);
    await server.checked(`${folder}/a/pool.ts`);
    const status = await server.request('_raceguard/status', {});
    deepEqual([status.projects <= 2, status.failure], [true, undefined]);
  });

  it('goes with a file that is renamed', async () => {
    const folder = scratch({ 'tsconfig.json': '{}', 'client.ts': client, 'service.ts': service, 'main.ts': handler });
    const [old, renamed] = [`${folder}/service.ts`, `${folder}/server.ts`];
    await using server = new Tsserver();
    server.open(old);
    deepEqual(await found(server, old), ['RG101 5:10']);
    renameSync(old, renamed);
    server.tell('close', { file: old });
    server.open(renamed);
    server.open(`${folder}/main.ts`, startUp.replace('./service', './server'));
    // The file at its new name may be in no project until tsserver has heard of it.
    while ((await found(server, renamed)).length) await new Promise((resolve) => setTimeout(resolve, 50));
    match(JSON.stringify(await server.check(old)), /not open/);
    await server.edit(
      `${folder}/main.ts`,
      { line: 1, offset: 1 },
      { line: 5, offset: 1 },
      handler.replace('./service', './server'),
    );
    deepEqual(await found(server, renamed), ['RG101 5:10']);
  });

  it('has nothing to say in a server that knows syntax only, and TypeScript answers there', async () => {
    const file = `${scratch({ 'tsconfig.json': '{}', 'pool.ts': pool })}/pool.ts`;
    await using server = new Tsserver({ args: ['--serverMode', 'partialSemantic'] });
    server.open(file);
    match(JSON.stringify(await server.check(file)), /"skipped".*syntax only/);
    const outline = await server.ask('navtree', { file });
    ok(JSON.stringify(outline.body).includes('Pool'));
    equal((await server.ask('quickinfo', { file, line: 3, offset: 14 })).success, true);
    equal((await server.request('_raceguard/status', {})).failure, undefined);
  });
});
