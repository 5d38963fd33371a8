/** Which TypeScript answers, and what is said where none can. */
import { equal, match, ok } from 'node:assert/strict';
import { Bench, bad, editorTypeScript, install, tsconfig } from './support.ts';

const project = { 'tsconfig.json': tsconfig, 'a.ts': bad };

async function compilerOf(bench: Bench): Promise<string> {
  const answer = await bench.check('a.ts');
  if (answer.state !== 'checked') return `${answer.state}: ${'message' in answer ? answer.message : ''}`;
  equal(answer.findings.length, 2);
  const { name, version, why } = answer.compiler;
  return `${name} ${version.split('.')[0]}: ${why}`;
}

describe('the compiler', () => {
  it('is the workspace’s TypeScript 7, for which the editor need not ship one', async () => {
    using bench = new Bench(project, { compiler: 'native', start: { editorTypeScript: undefined } });
    equal(await compilerOf(bench), 'native 7: the workspace installs it');
  });

  it('is the workspace’s classic TypeScript', async () => {
    using bench = new Bench(project, { compiler: 'classic', start: { editorTypeScript: undefined } });
    equal(await compilerOf(bench), 'classic 6: the workspace installs it');
  });

  for (const compiler of ['native', 'classic'] as const) {
    it(`is the editor’s where the workspace is not trusted (${compiler})`, async () => {
      using bench = new Bench(project, { compiler, start: { trusted: false } });
      equal(await compilerOf(bench), "classic 6: the editor's: the workspace is not trusted, so its own is not run");
    });
  }

  it('is the editor’s where the workspace has none, or one too old, or one that is not installed', async () => {
    using none = new Bench(project);
    equal(await compilerOf(none), "classic 6: the editor's: the workspace names none");
    using old = new Bench({
      ...project,
      'node_modules/typescript/package.json': '{ "name": "typescript", "version": "4.9.5" }',
      'node_modules/typescript/lib/typescript.js': 'throw new Error("too old to be loaded");',
    });
    equal(await compilerOf(old), "classic 6: the editor's: TypeScript 4.9.5 of the workspace is older than 5.4");
    using missing = new Bench({ ...project, 'package.json': '{ "devDependencies": { "typescript": "~5.9.2" } }' });
    match(await compilerOf(missing), /^classic 6: the editor's: TypeScript 5\.9\.2 of the workspace is not installed$/);
  });

  it('is the editor’s where the workspace’s is broken', async () => {
    const broken = (version: string) => ({
      ...project,
      'node_modules/typescript/package.json': `{ "name": "typescript", "version": "${version}", "main": "lib.js" }`,
      'node_modules/typescript/lib.js': 'throw new Error("half installed");',
    });
    using classic = new Bench(broken('5.9.2'));
    match(await compilerOf(classic), /^classic 6: .* of the workspace can't be loaded \(half installed\)$/);
    using native = new Bench(broken('7.0.2'));
    match(await compilerOf(native), /^classic 6: TypeScript 7 could not open it: half installed$/);
  });

  it('is missed with the cause and the remedy, and found once it is there', async () => {
    using bench = new Bench(project, { start: { editorTypeScript: '/nowhere/typescript.js' } });
    const remedy = 'Install TypeScript in the workspace (npm install --save-dev typescript) and trust the workspace.';
    const failure = await compilerOf(bench);
    match(
      failure,
      /^failed: There is no TypeScript to check with: the workspace names none, and the editor's \(\/nowhere\/typescript\.js\) can't be loaded \(Cannot find module/,
    );
    ok(failure.endsWith(remedy), failure);
    install(bench.folder.path, 'native');
    bench.client.changed([bench.at('package.json')]);
    equal(await compilerOf(bench), 'native 7: the workspace installs it');
  });

  it('of another project of the same workspace may be another one', async () => {
    using bench = new Bench(
      { 'one/tsconfig.json': tsconfig, 'one/a.ts': bad, 'two/tsconfig.json': tsconfig, 'two/a.ts': bad },
      { start: { editorTypeScript } },
    );
    install(bench.at('one'), 'native');
    install(bench.at('two'), 'classic');
    const names = [];
    for (const name of ['one/a.ts', 'two/a.ts', 'one/a.ts']) {
      const answer = await bench.check(name);
      names.push(answer.state === 'checked' ? answer.compiler.name : answer.state);
    }
    equal(names.join(), 'native,classic,native');
  });
});
