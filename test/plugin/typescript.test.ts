/** TypeScript's own answers beside the plugin, and findings among them where the editor asks nothing but TypeScript. */
import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { cpSync, readFileSync } from 'node:fs';
import { removeScratch, scratch } from '../compilers/scratch.ts';
import { root, tsc } from '../runtime/toolbox.ts';
import { pool } from './samples.ts';
import { found, type Message, ourTsserver, Tsserver } from './tsserver.ts';

const tsconfig = '{ "compilerOptions": { "strict": true, "module": "nodenext" } }';

function tsserverOf(version: string): { path: string } | { missing: string } {
  if (version === '6') return { path: ourTsserver };
  const compiler = tsc(version);
  return 'path' in compiler ? { path: compiler.path.replace(/bin[\\/]tsc$/, 'lib/tsserver.js') } : compiler;
}

for (const version of ['6', '5.4']) {
  describe(`plugin: beside TypeScript ${version}`, function () {
    this.timeout(180_000);
    let tsserver: string;
    before(function () {
      const given = tsserverOf(version);
      if ('missing' in given) {
        console.log(`      ${given.missing}`);
        this.skip();
      } else tsserver = given.path;
    });
    after(removeScratch);

    it('leaves TypeScript’s answers as they are, before and after checks', async () => {
      const text = `${readFileSync(`${root}src/core/edits.ts`, 'utf8')}\n${pool}\nconst n: number = 'text';\n`;
      const folder = scratch({ 'tsconfig.json': tsconfig, 'mixed.ts': text });
      const file = `${folder}/mixed.ts`;
      const line = text.slice(0, text.indexOf('this.client = ')).split('\n').length;
      const questions: [string, object][] = [
        ['semanticDiagnosticsSync', {}],
        ['syntacticDiagnosticsSync', {}],
        ['suggestionDiagnosticsSync', {}],
        ['completionInfo', { line, offset: 12 }],
        ['quickinfo', { line, offset: 13 }],
        ['definition', { line, offset: 13 }],
        ['references', { line, offset: 13 }],
        ['getSupportedCodeFixes', {}],
        ['getCodeFixes', { startLine: line, startOffset: 7, endLine: line, endOffset: 18, errorCodes: [2322, 101] }],
        ['navtree', {}],
        ['rename', { line, offset: 13 }],
      ];
      const answers = async (server: Tsserver) => {
        const all: unknown[] = [];
        for (const [command, args] of questions) all.push(plain(await server.ask(command, { file, ...args })));
        return all;
      };
      await using bare = new Tsserver({ tsserver, plugin: undefined });
      await using with_ = new Tsserver({ tsserver });
      for (const server of [bare, with_]) server.open(file);
      const expected = await answers(bare);
      ok(JSON.stringify(expected).includes('2322'));
      deepEqual(await answers(with_), expected);
      const { findings } = (await with_.checked(file)) as { findings?: unknown[] };
      equal(findings?.length, 1);
      deepEqual(await answers(with_), expected);
    });

    it('puts findings and fixes among them when told to', async () => {
      const file = `${scratch({ 'tsconfig.json': tsconfig, 'pool.ts': pool })}/pool.ts`;
      await using server = new Tsserver({ tsserver });
      await server.configure({ diagnostics: 'plugin' });
      server.open(file);
      await server.checked(file);
      const [diagnostic, ...others] = await server.diagnostics(file);
      deepEqual(others, []);
      ok(diagnostic);
      deepEqual([diagnostic.code, diagnostic.source, diagnostic.category], [101, 'raceguard', 'error']);
      deepEqual(
        [diagnostic.start, diagnostic.end],
        [
          { line: 7, offset: 10 },
          { line: 7, offset: 21 },
        ],
      );
      match(diagnostic.text, /`this\.client` can be initialised twice/);
      match(diagnostic.relatedInformation?.[0]?.message ?? '', /^1 {2}A {2}tests this\.client/);
      deepEqual(diagnostic.relatedInformation?.[0]?.span?.start.line, 7);
      ok((await server.ask('getSupportedCodeFixes', { file })).body.includes('101'));
      const { start, end } = diagnostic;
      const { body } = await server.ask('getCodeFixes', {
        ...{ file, errorCodes: [101] },
        ...{ startLine: start.line, startOffset: start.offset, endLine: end.line, endOffset: end.offset },
      });
      match(body[0].description, /Lazy/);
      await server.ask('updateOpen', {
        changedFiles: [{ fileName: file, textChanges: body[0].changes[0].textChanges }],
      });
      deepEqual(await server.diagnostics(file), []);
      await server.configure({ diagnostics: 'host' });
      await server.edit(file, { line: 1, offset: 1 }, { line: 99, offset: 1 }, pool);
      deepEqual(await server.diagnostics(file), []);
      deepEqual(await found(server, file), ['RG101 7:10']);
    });

    it('puts them there when a tsconfig names the plugin', async () => {
      const named = tsconfig.replace('"strict"', '"plugins": [{ "name": "raceguard-tsserver-plugin" }], "strict"');
      const file = `${scratch({ 'tsconfig.json': named, 'pool.ts': pool })}/pool.ts`;
      await using server = new Tsserver({ tsserver });
      server.open(file);
      await server.checked(file);
      const [diagnostic] = await server.diagnostics(file);
      equal(diagnostic?.code, 101);
    });

    it('is found in the package of the command line, too', async function () {
      // Seen: TypeScript 5.4 does not load a plugin from a folder inside a package.
      if (version === '5.4') this.skip();
      const named = tsconfig.replace('"strict"', '"plugins": [{ "name": "raceguard/dist/plugin" }], "strict"');
      const folder = scratch({ 'tsconfig.json': named, 'pool.ts': pool });
      cpSync(`${root}dist/plugin`, `${folder}/node_modules/raceguard/dist/plugin`, { recursive: true });
      cpSync(`${root}package.json`, `${folder}/node_modules/raceguard/package.json`);
      await using server = new Tsserver({ tsserver, plugin: folder });
      server.open(`${folder}/pool.ts`);
      await server.checked(`${folder}/pool.ts`);
      const [diagnostic] = await server.diagnostics(`${folder}/pool.ts`);
      equal(diagnostic?.source, 'raceguard');
    });

    it('makes a fix whose edits compile', async () => {
      const file = `${scratch({ 'tsconfig.json': tsconfig, 'pool.ts': pool })}/pool.ts`;
      await using server = new Tsserver({ tsserver });
      server.open(file);
      const answer = await server.checked(file);
      ok(answer.state === 'checked');
      const [{ code, place, fixes }] = answer.findings as [(typeof answer.findings)[0]];
      equal(fixes[0]?.tier, 'safe');
      const made = await server.request('_raceguard/fix', { file, code, place, title: fixes[0].title });
      ok(made.state === 'made', JSON.stringify(made));
      const textChanges = made.edits.map(({ place: { line, column, endLine, endColumn }, text }) => ({
        start: { line, offset: column },
        end: { line: endLine, offset: endColumn },
        newText: text,
      }));
      await server.ask('updateOpen', { changedFiles: [{ fileName: file, textChanges }] });
      deepEqual(await server.diagnostics(file), []);
      deepEqual(await found(server, file), []);
    });
  });
}

/** An answer without what differs from run to run. */
function plain({ success, body }: Message): unknown {
  return JSON.parse(
    JSON.stringify({ success, body: body ?? null }).replaceAll(/"updateGraphDurationMs":[\d.]+/g, '""'),
  );
}
