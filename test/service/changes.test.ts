/** What happens on the disk and in the editor while projects are open. */
import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { Bench, bad, tsconfig } from './support.ts';

const lines = 'RG901:1 RG901:3';

for (const compiler of ['native', 'classic'] as const) {
  describe(`changes, seen by the ${compiler} compiler`, () => {
    it('a file written by someone else', async () => {
      using bench = new Bench({ 'tsconfig.json': tsconfig, 'a.ts': bad }, { compiler });
      equal(await bench.found('a.ts'), lines);
      bench.write('a.ts', `\n${bad}`);
      equal(await bench.found('a.ts'), 'RG901:2 RG901:4');
      // The editor's text hides it.
      bench.client.overlay(bench.at('a.ts'), bad);
      bench.write('a.ts', `\n\n${bad}`);
      equal(await bench.found('a.ts'), lines);
      bench.client.overlay(bench.at('a.ts'), undefined);
      equal(await bench.found('a.ts'), 'RG901:3 RG901:5');
    });

    it('a file that is new, is removed, and comes back', async () => {
      using bench = new Bench({ 'tsconfig.json': tsconfig, 'a.ts': bad }, { compiler });
      equal(await bench.found('a.ts'), lines);
      bench.write('deep/new.ts', bad);
      const answer = await bench.check('deep/new.ts');
      ok(answer.state === 'checked');
      deepEqual([answer.configFile, answer.findings.length], [bench.at('tsconfig.json'), 2]);
      rmSync(bench.at('deep'), { recursive: true });
      bench.client.changed([bench.at('deep/new.ts')]);
      equal(await bench.found('deep/new.ts'), 'skipped: There is no such file.');
      bench.write('deep/new.ts', `\n${bad}`);
      equal(await bench.found('deep/new.ts'), 'RG901:2 RG901:4');
    });

    it('a file that nobody told of', async () => {
      using bench = new Bench({ 'tsconfig.json': tsconfig, 'a.ts': bad }, { compiler });
      equal(await bench.found('a.ts'), lines);
      bench.folder.write('b.ts', bad);
      equal(await bench.found('b.ts'), lines);
    });

    it('a caller in another file: what overlaps is what its new text says', async () => {
      const service = `export interface Client { close(): void }
declare function connect(): Promise<Client>;
export class Service {
  private client: Client | undefined;
  async ready(): Promise<void> {
    if (!this.client) this.client = await connect();
  }
}
`;
      const caller = (calls: string) =>
        `import { Service } from './service.ts';\ndeclare const bus: { on(event: string, handler: () => void): void };\nconst service = new Service();\n${calls}\n`;
      const apart = caller('await service.ready();');
      const together = caller("bus.on('message', async () => { await service.ready(); });");
      using bench = new Bench(
        {
          'tsconfig.json': tsconfig.replace('"types": []', '"types": [], "allowImportingTsExtensions": true'),
          'service.ts': service,
          'b.ts': apart,
          'c.ts': 'export {};\n',
        },
        { compiler },
      );
      const seen = [await bench.found('service.ts')];
      for (const text of [together, apart, together, undefined]) {
        bench.client.overlay(bench.at('b.ts'), text);
        seen.push(await bench.found('service.ts'));
      }
      bench.write('c.ts', together);
      seen.push(await bench.found('service.ts'));
      bench.write('new.ts', together);
      bench.write('c.ts', 'export {};\n');
      seen.push(await bench.found('service.ts'));
      rmSync(bench.at('new.ts'));
      bench.client.changed([bench.at('new.ts')]);
      seen.push(await bench.found('service.ts'));
      deepEqual(seen, ['', 'RG101:6', '', 'RG101:6', '', 'RG101:6', 'RG101:6', '']);
    });

    it('the tsconfig: files that come to the project, and go', async () => {
      using bench = new Bench(
        {
          'tsconfig.json': tsconfig.replace('}', '}, "files": ["a.ts"]').replace(' }}', ' }'),
          'a.ts': bad,
          'b.ts': bad,
        },
        { compiler },
      );
      bench.folder.write('tsconfig.json', '{ "extends": "./base.json", "files": ["a.ts"] }');
      bench.folder.write('base.json', tsconfig);
      const configOf = async (name: string) => {
        const answer = await bench.check(name);
        return answer.state === 'checked' ? (answer.configFile ?? 'none') : answer.state;
      };
      equal(await configOf('b.ts'), 'none');
      bench.write('tsconfig.json', '{ "extends": "./base.json", "files": ["a.ts", "b.ts"] }');
      equal(await configOf('b.ts'), bench.at('tsconfig.json'));
      bench.write('base.json', '{ "compilerOptions": { "types": ["missing"], "noEmit": true } }');
      const answer = await bench.check('a.ts');
      ok(answer.state === 'checked');
      match(answer.problems.map((p) => p.message).join(), /Cannot find type definition file for 'missing'/);
    });

    it('a test: left out, and told so, alone and beside what it tests', async () => {
      const said = /^skipped: Tests, .* are not checked\.$/;
      using bench = new Bench({ 'tsconfig.json': tsconfig, 'a.test.ts': bad }, { compiler });
      match(await bench.found('a.test.ts'), said);
      bench.write('a.ts', bad);
      equal(await bench.found('a.ts'), lines);
      match(await bench.found('a.test.ts'), said);
      bench.write('b.test.ts', bad);
      match(await bench.found('b.test.ts'), said);
    });

    it('the configuration: made, changed, broken, repaired, removed', async () => {
      using bench = new Bench({ 'tsconfig.json': tsconfig, 'a.ts': bad }, { compiler });
      equal(await bench.found('a.ts'), lines);
      bench.write('raceguard.config.json', '{ "rules": { "no-bad": "off" } }');
      equal(await bench.found('a.ts'), '');
      bench.write('raceguard.config.json', '{ "ignore": ["a.ts"] }');
      equal(await bench.found('a.ts'), 'skipped: It is ignored by raceguard.config.json.');
      bench.write('raceguard.config.json', '{ "rules": { "no-bed": "off" } }');
      match(
        await bench.found('a.ts'),
        /^failed: The configuration can't be used, so nothing was checked:\n\nraceguard\.config\.json:1:14 {2}/,
      );
      bench.write('raceguard.config.json', '{ "rules": { "no-bad": "warning" } }');
      const answer = await bench.check('a.ts');
      ok(answer.state === 'checked');
      equal(answer.findings[0]?.severity, 'warning');
      rmSync(bench.at('raceguard.config.json'));
      bench.client.changed([bench.at('raceguard.config.json')]);
      equal(await bench.found('a.ts'), lines);
    });

    it('a byte order mark is no character, as in the editor', async () => {
      using bench = new Bench({ 'tsconfig.json': tsconfig, 'a.ts': `\uFEFF${bad}` }, { compiler });
      const answer = await bench.check('a.ts');
      ok(answer.state === 'checked');
      deepEqual([answer.length, answer.findings[0]?.place.column], [bad.length, 14]);
    });

    it('files in no project: beside each other, imported, JavaScript, and not yet saved', async () => {
      using bench = new Bench(
        {
          'tsconfig.json': '{ "compilerOptions": { "types": [], "noEmit": true }, "files": ["main.ts"] }',
          'main.ts': 'import "./imported.ts";\n',
          'imported.ts': bad,
          'alone.ts': bad,
          'script.js': bad,
          'other/one.ts': bad,
          'other/two.ts': bad,
        },
        { compiler },
      );
      const configOf = async (name: string) => {
        const answer = await bench.check(name);
        return answer.state === 'checked' ? [answer.findings.length, answer.configFile] : answer;
      };
      deepEqual(await configOf('imported.ts'), [2, bench.at('tsconfig.json')]);
      for (const name of ['alone.ts', 'script.js', 'other/one.ts', 'other/two.ts', 'alone.ts'])
        deepEqual(await configOf(name), [2, undefined], name);
      bench.client.overlay(bench.at('unsaved.ts'), `\n${bad}`);
      equal(await bench.found('unsaved.ts'), 'RG901:2 RG901:4');
      bench.client.overlay(bench.at('unsaved.ts'), `\n\n${bad}`);
      equal(await bench.found('unsaved.ts'), 'RG901:3 RG901:5');
      bench.client.overlay(bench.at('unsaved.ts'), undefined);
      equal(await bench.found('unsaved.ts'), 'skipped: There is no such file.');
      match(await bench.found('tsconfig.json'), /^skipped: It is neither/);
    });

    it('projects that reference each other: each keeps its options and texts when another is closed', async () => {
      const app = (n: number) => ({
        [`app${n}/tsconfig.json`]: '{ "compilerOptions": { "types": [] }, "references": [{ "path": "../lib" }] }',
        [`app${n}/main.ts`]: `import { open } from '../lib/open.ts';\nexport const BAD${n} = open;\n${bad}`,
      });
      using bench = new Bench(
        {
          'lib/tsconfig.json': '{ "compilerOptions": { "composite": true, "types": [] } }',
          'lib/open.ts': bad.replace('f()', 'open()'),
          ...app(1),
          ...app(2),
          ...app(3),
          ...app(4),
          ...app(5),
          ...app(6),
        },
        { compiler },
      );
      bench.client.overlay(bench.at('lib/open.ts'), `\n${bad.replace('f()', 'open()')}`);
      for (const round of [1, 2]) {
        for (const n of [1, 2, 3, 4, 5, 6]) {
          equal(await bench.found(`app${n}/main.ts`), 'RG901:3 RG901:5', `${round}`);
          equal(await bench.found('lib/open.ts'), 'RG901:2 RG901:4');
        }
      }
    });

    it('500 files with unsaved texts, changed one after the other', async () => {
      const names = Array.from({ length: 500 }, (_, i) => `src/f${i}.ts`);
      using bench = new Bench(
        { 'tsconfig.json': tsconfig, ...Object.fromEntries(names.map((name) => [name, 'export {};\n'])) },
        { compiler },
      );
      for (const name of names) bench.client.overlay(bench.at(name), bad);
      const all = await Promise.all(names.map((name) => bench.found(name)));
      deepEqual(new Set(all), new Set([lines]));
      for (const name of names.slice(0, 20)) {
        bench.client.overlay(bench.at(name), `\n${bad}`);
        equal(await bench.found(name), 'RG901:2 RG901:4');
      }
      equal(await bench.found(names[499]!), lines);
      equal(bench.states.length, 2);
    });
  });
}
