/** Fixes made over the texts that the editor has; nothing is written. */
import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { existsSync } from 'node:fs';
import type { WireEdit } from '../../src/protocol/messages.ts';
import { Lines } from '../../src/workspace/lines.ts';
import { Bench, bad, tsconfig } from './support.ts';

const racy = `export class Store {
  private client: Promise<object> | object | undefined;
  async get(): Promise<object> {
    if (!this.client) this.client = await open();
    return this.client;
  }
}
async function open(): Promise<object> {
  return {};
}
`;

/** As an editor would apply them. */
function applied(text: string, edits: readonly WireEdit[]): string {
  const lines = new Lines(text);
  const at = (line: number, column: number) => lines.startOf(line) + column - 1;
  return [...edits]
    .sort((a, b) => at(b.place.line, b.place.column) - at(a.place.line, a.place.column))
    .reduce(
      (t, { place: p, text: insert }) =>
        t.slice(0, at(p.line, p.column)) + insert + t.slice(at(p.endLine, p.endColumn)),
      text,
    );
}

for (const compiler of ['native', 'classic'] as const) {
  describe(`fixes with the ${compiler} compiler`, () => {
    const project = {
      'tsconfig.json': tsconfig.replace('strict', 'target": "es2022", "strict'),
      'a.ts': bad,
      'b.ts': bad,
    };

    it('one: of the finding at the place, against the text of the editor', async () => {
      using bench = new Bench(project, { compiler });
      const text = racy.replace('Promise<object> | object', 'object');
      bench.client.overlay(bench.at('a.ts'), text);
      const answer = await bench.check('a.ts');
      ok(answer.state === 'checked');
      const [finding] = answer.findings;
      equal(finding?.code, 'RG101');
      const request = { file: bench.at('a.ts'), code: 'RG101', place: finding!.place, title: finding!.fixes[0]!.title };
      const fix = await bench.client.fix(request);
      ok(fix.state === 'made');
      const after = applied(text, fix.edits);
      match(after, /import \{ Lazy \} from '@raceguard\/runtime';/);
      bench.client.overlay(bench.at('a.ts'), after);
      equal(await bench.found('a.ts'), '');
      deepEqual(await bench.client.fix(request), { state: 'gone' });
      equal(bench.folder.read('a.ts'), bad);
    });

    it('all: in rounds, in some files, by tier and rule; the open project has the old texts again', async () => {
      using bench = new Bench(project, { compiler });
      const text = `\n${bad}\n// BAD\n`;
      bench.client.overlay(bench.at('a.ts'), text);
      const all = (rules?: string[], tiers: ('safe' | 'suggestion')[] = ['safe']) =>
        bench.client.fixAll({ files: [bench.at('a.ts'), bench.at('b.ts')], tiers, ...(rules ? { rules } : {}) });
      const result = await all();
      deepEqual([result.applied, result.unstable, result.problems], [5, false, []]);
      const ofFile = (name: string) => result.edits.filter((e) => e.place.file === bench.at(name));
      equal(applied(text, ofFile('a.ts')), text.replaceAll('BAD', 'GOOD'));
      equal(applied(bad, ofFile('b.ts')), bad.replaceAll('BAD', 'GOOD'));
      ok(
        ofFile('a.ts').every((e) => e.place.endLine - e.place.line <= 1),
        'lines that stay are left alone',
      );
      equal(await bench.found('a.ts'), 'RG901:2 RG901:4 RG901:7');
      equal(await bench.found('b.ts'), 'RG901:1 RG901:3');
      equal((await all(['stale-write'])).applied, 0);
      equal((await all(undefined, ['suggestion'])).applied, 0);
      equal((await all(['no-bad'])).applied, 5);
      equal(bench.folder.read('b.ts'), bad);
    });

    it('all of a file that has none, is ignored, does not parse, or is not there', async () => {
      using bench = new Bench(
        { ...project, 'raceguard.config.json': '{ "ignore": ["b.ts"] }', 'c.ts': 'async BAD (' },
        { compiler },
      );
      bench.client.overlay(bench.at('a.ts'), 'export {};\n');
      const files = ['a.ts', 'b.ts', 'c.ts', 'd.ts'].map((name) => bench.at(name));
      const result = await bench.client.fixAll({ files, tiers: ['safe'] });
      deepEqual([result.edits, result.applied], [[], 0]);
    });
  });
}

describe('the runtime', () => {
  it('is added to the project, once, and found there', async () => {
    using bench = new Bench(
      { 'app/package.json': '{\n  "name": "app"\n}\n', 'app/src/a.ts': bad },
      { compiler: 'native' },
    );
    const file = bench.at('app/src/a.ts');
    deepEqual(await bench.client.runtimeOf(file), { installed: false, folder: bench.at('app') });
    const added = await bench.client.addRuntime(bench.at('app/src'));
    deepEqual([added.install, added.folder], ['npm install', bench.at('app')]);
    match(
      added.message,
      /^Added @raceguard\/runtime to .*\/app\/package\.json, packed in \.raceguard\/raceguard-runtime-.*\.tgz\. Now run `npm install`/,
    );
    ok(existsSync(bench.at('app/.raceguard')));
    deepEqual(await bench.client.runtimeOf(file), { installed: true, folder: bench.at('app') });
    match((await bench.client.addRuntime(bench.at('app'))).message, /has @raceguard\/runtime already/);
  });
});
