import { deepEqual, equal, ok } from 'node:assert/strict';
import { Bench, bad, tsconfig } from './support.ts';

const project = { 'tsconfig.json': tsconfig, 'src/a.ts': bad, 'src/b.ts': 'export const b = 1;\n' };

for (const compiler of ['native', 'classic'] as const) {
  describe(`single files with the ${compiler} compiler`, () => {
    it('answers with findings, the compiler and why', async () => {
      using bench = new Bench(project, { compiler });
      const answer = await bench.check('src/a.ts');
      ok(answer.state === 'checked');
      equal(answer.length, bad.length);
      deepEqual(
        answer.findings.map(({ code, place, fixes }) => [code, place.line, place.column, fixes]),
        [
          ['RG901', 1, 14, [{ title: 'Write `GOOD`', tier: 'safe' }]],
          ['RG901', 3, 9, [{ title: 'Write `GOOD`', tier: 'safe' }]],
        ],
      );
      equal(answer.compiler.name, compiler);
      equal(answer.compiler.why, 'the workspace installs it');
      equal(answer.configFile, bench.at('tsconfig.json'));
      equal(bench.states.at(-1)?.kind, 'ready');
    });

    it('reads the text of the editor rather than the disk', async () => {
      using bench = new Bench(project, { compiler });
      bench.client.overlay(bench.at('src/a.ts'), 'export const fine = 1;\n');
      bench.client.overlay(bench.at('src/b.ts'), `\n${bad}`);
      equal(await bench.found('src/a.ts'), '');
      equal(await bench.found('src/b.ts'), 'RG901:2 RG901:4');
      bench.client.overlay(bench.at('src/a.ts'), `\n\n${bad}`);
      equal(await bench.found('src/a.ts'), 'RG901:3 RG901:5');
      bench.client.overlay(bench.at('src/a.ts'), undefined);
      equal(await bench.found('src/a.ts'), 'RG901:1 RG901:3');
      equal(await bench.found('src/b.ts'), 'RG901:2 RG901:4');
    });
  });
}
