/** Each failure gives a clear message that names the file, the cause and the remedy; what isn't hit by it goes on. */
import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { Bench, bad, descendants, hasProc, tsconfig } from './support.ts';

async function problemsOf(bench: Bench, name: string): Promise<readonly { message: string; at: string }[]> {
  const answer = await bench.check(name);
  ok(answer.state === 'checked', JSON.stringify(answer));
  return answer.problems.map(({ message, place }) => ({ message, at: place ? `${place.file}:${place.line}` : '' }));
}

for (const compiler of ['native', 'classic'] as const) {
  describe(`failures with the ${compiler} compiler`, () => {
    it('a tsconfig that is no JSON, and one that extends what is not there', async () => {
      using bench = new Bench(
        { 'tsconfig.json': '{\n  "compilerOptions": { "types": [] \n', 'a.ts': bad },
        { compiler },
      );
      const [broken] = await problemsOf(bench, 'a.ts');
      equal(broken?.at, `${bench.at('tsconfig.json')}:3`);
      match(broken?.message ?? '', /^tsconfig\.json:3: it is not valid JSON \(.*\)\. Correct it\./);
      bench.write('tsconfig.json', '{\n  "extends": "./missing.json"\n}\n');
      const [missing] = await problemsOf(bench, 'a.ts');
      match(
        missing?.message ?? '',
        /^tsconfig\.json:2: it extends "\.\/missing\.json", which can't be found\. Correct the path/,
      );
      bench.write('tsconfig.json', tsconfig);
      deepEqual(await problemsOf(bench, 'a.ts'), []);
    });

    it('no node_modules', async () => {
      using bench = new Bench(
        { 'tsconfig.json': tsconfig, 'package.json': '{ "dependencies": { "left-pad": "1.0.0" } }', 'a.ts': bad },
        compiler === 'native' ? { compiler } : {},
      );
      const [missing] = await problemsOf(bench, 'a.ts');
      equal(missing?.at, `${bench.at('package.json')}:1`);
      match(
        missing?.message ?? '',
        /packages that package\.json lists are not installed \(left-pad\)\. Run npm install/,
      );
      equal(await bench.found('a.ts'), 'RG901:1 RG901:3');
    });

    it('packages installed while a project is open, of which nobody tells', async () => {
      using bench = new Bench(
        { 'tsconfig.json': tsconfig, 'package.json': '{ "dependencies": { "left-pad": "1.0.0" } }', 'a.ts': bad },
        { compiler },
      );
      equal((await problemsOf(bench, 'a.ts')).length, 1);
      bench.folder.write('node_modules/left-pad/package.json', '{ "name": "left-pad", "version": "1.0.0" }');
      deepEqual(await problemsOf(bench, 'a.ts'), []);
    });

    it('a file that does not parse', async () => {
      using bench = new Bench({ 'tsconfig.json': tsconfig, 'a.ts': `${bad}export const = ;\n` }, { compiler });
      const [syntax] = await problemsOf(bench, 'a.ts');
      match(syntax?.message ?? '', /^Syntax error: .* no fixes are offered\.$/);
      equal(await bench.found('a.ts'), 'RG901:1 RG901:3');
    });

    it('a rule that throws: the others run', async () => {
      using bench = new Bench({ 'tsconfig.json': tsconfig, 'a.ts': `// THROW\n${bad}` }, { compiler });
      const [thrown] = await problemsOf(bench, 'a.ts');
      match(
        thrown?.message ?? '',
        /^The rule always-throws failed on this file and was skipped here: boom\. The other rules ran\./,
      );
      equal(await bench.found('a.ts'), 'RG901:2 RG901:4');
    });

    it('a configuration elsewhere that is wrong', async () => {
      using bench = new Bench(
        {
          'tsconfig.json': tsconfig,
          'a.ts': `import { open } from './lib/open.ts';\nexport const o = open;\n${bad}`,
          'lib/open.ts': bad.replace('f()', 'open()'),
          'lib/raceguard.config.json': '{',
        },
        { compiler },
      );
      equal(await bench.found('a.ts'), 'RG901:3 RG901:5');
      match(
        await bench.found('lib/open.ts'),
        /^failed: The configuration can't be used.*\n\nlib\/raceguard\.config\.json:1:2 /s,
      );
    });

    it('a project that disappears with its folder, and comes back', async () => {
      using bench = new Bench({ 'in/tsconfig.json': tsconfig, 'in/a.ts': bad, 'b.ts': bad }, { compiler });
      equal(await bench.found('in/a.ts'), 'RG901:1 RG901:3');
      rmSync(bench.at('in'), { recursive: true });
      equal(await bench.found('in/a.ts'), 'skipped: There is no such file.');
      bench.client.changed([bench.at('in')]);
      // The editor still has it.
      bench.client.overlay(bench.at('in/a.ts'), bad);
      equal(await bench.found('in/a.ts'), 'RG901:1 RG901:3');
      equal(await bench.found('b.ts'), 'RG901:1 RG901:3');
      bench.client.overlay(bench.at('in/a.ts'), undefined);
      bench.write('in/tsconfig.json', tsconfig);
      bench.write('in/a.ts', bad);
      const answer = await bench.check('in/a.ts');
      equal(answer.state === 'checked' && answer.configFile, bench.at('in/tsconfig.json'));
    });
  });
}

describe('failures of the compiler', () => {
  it('TypeScript 7 killed: the next check starts it again', async function () {
    if (!hasProc) this.skip();
    using bench = new Bench({ 'tsconfig.json': tsconfig, 'a.ts': bad }, { compiler: 'native' });
    for (const text of [bad, `\n${bad}`]) {
      bench.client.overlay(bench.at('a.ts'), text);
      await bench.check('a.ts');
      const [service] = bench.client.pids;
      const [tsc, ...more] = descendants(service!);
      deepEqual(more, []);
      process.kill(tsc!, 'SIGKILL');
      bench.client.overlay(bench.at('a.ts'), `${text}\n`);
      match(await bench.found('a.ts'), /^RG901:\d RG901:\d$/);
      deepEqual(bench.client.pids, [service]);
    }
  });
});
