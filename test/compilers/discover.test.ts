import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import type { CompilerChoice } from '../../src/compilers/open.ts';
import { discoverProjects, openProject } from '../../src/compilers/open.ts';
import { removeScratch, scratch } from './scratch.ts';
import { projects } from './support.ts';

describe('discover', function () {
  this.timeout(60_000);
  after(removeScratch);

  for (const compiler of ['native', 'classic'] as const) {
    describe(compiler, () => {
      const found = (paths: readonly string[], cwd = projects) => discoverProjects(paths, { compiler, cwd });
      const files = (paths: readonly string[], cwd = projects) => filesOf(paths, cwd, compiler);

      it('follows references round a circle, and says so', () => {
        const { projects: refs, notes } = found(['cycle']);
        assert.equal(refs.length, 2);
        assert.deepEqual(
          notes.map((n) => n.level),
          ['warning'],
        );
        assert.match(notes[0]?.message ?? '', /a\/tsconfig\.json → b\/tsconfig\.json → a\/tsconfig\.json/);
        assert.deepEqual(files(['cycle']), {
          'cycle/a/tsconfig.json': ['index.ts'],
          'cycle/b/tsconfig.json': ['index.ts'],
        });
        assert.deepEqual(Object.keys(files(['cycle/a/tsconfig.json'])), [
          'cycle/a/tsconfig.json',
          'cycle/b/tsconfig.json',
        ]);
      });

      it('looks through a solution, leaves out bases and variants', () => {
        const expected = { 'solution/app/tsconfig.app.json': ['main.ts'], 'solution/lib/tsconfig.json': ['index.ts'] };
        assert.deepEqual(files(['solution']), expected);
        assert.deepEqual(files(['solution/tsconfig.json']), expected);
        assert.deepEqual(found(['solution']).notes, []);
      });

      it('gives a file to the nearest tsconfig that names it, an imported one to the first that reaches it', () => {
        assert.deepEqual(files(['overlap']), {
          'overlap/inner/tsconfig.json': ['thing.ts'],
          'overlap/tsconfig.json': ['inner/part.ts', 'outer.ts'],
        });
      });

      it('knows a project that has nothing but tests, and one whose tests may lead to more', () => {
        const options = '"compilerOptions": { "types": [] }';
        const folder = scratch({
          'lib/tsconfig.json': `{ ${options}, "include": ["src"] }`,
          'lib/tsconfig.spec.json': `{ ${options}, "include": ["src/*.spec.ts"] }`,
          'lib/src/a.ts': 'export {}',
          'lib/src/a.spec.ts': "import './a'",
          'e2e/tsconfig.json': `{ ${options} }`,
          'e2e/run.ts': 'export {}',
          'odd/tsconfig.json': `{ ${options}, "include": ["checks/*.spec.ts"] }`,
          'odd/checks/a.spec.ts': "import '../a'",
          'odd/a.ts': 'export {}',
        });
        const isTests = (paths: string[]) =>
          Object.fromEntries(
            found(paths, folder).projects.map((ref) => [
              (ref.configFile ?? ref.folder).slice(folder.length + 1),
              ref.isTests ?? false,
            ]),
          );
        assert.deepEqual(isTests([folder]), {
          'e2e/tsconfig.json': true,
          'lib/tsconfig.json': false,
          'odd/tsconfig.json': false,
        });
        assert.equal(isTests(['lib/tsconfig.spec.json'])['lib/tsconfig.spec.json'], false, 'a.ts is in nobody’s hands');
        assert.deepEqual(isTests(['odd/checks/a.spec.ts']), { 'odd/tsconfig.json': true });
      });

      it('checks a single file in the project that names it', () => {
        assert.deepEqual(files(['overlap/outer.ts']), { 'overlap/tsconfig.json': ['outer.ts'] });
        assert.deepEqual(files(['overlap/inner/thing.ts']), { 'overlap/inner/tsconfig.json': ['thing.ts'] });
        assert.deepEqual(files(['solution/lib/index.ts']), { 'solution/lib/tsconfig.json': ['index.ts'] });
      });

      it('checks a folder below its tsconfig', () => {
        assert.deepEqual(files(['base-url/src/net']), {
          'base-url/tsconfig.json': ['src/net/client.ts', 'src/net/helper.ts'],
        });
      });

      it('names file, line, cause and remedy of a broken tsconfig, and checks on', () => {
        const { projects: refs } = found(['broken']);
        assert.deepEqual(files(['broken']), {
          'broken/base/tsconfig.json': ['based.ts'],
          'broken/comma/tsconfig.json': ['still.ts'],
          'broken/good/tsconfig.json': ['fine.ts'],
        });
        const notes = refs.flatMap((ref) => ref.notes ?? []);
        assert.deepEqual(
          notes.map((n) => [n.level, n.line]),
          [
            ['error', 3],
            ['error', 4],
          ],
        );
        assert.match(
          notes[0]?.message ?? '',
          /tsconfig\.json:3: it extends "\.\/nowhere\.json", which can't be found\. Correct the path/,
        );
        assert.match(notes[1]?.message ?? '', /tsconfig\.json:4: it is not valid JSON \(comma expected\)\. Correct it/);
      });

      it('says when there is nothing to check', () => {
        const folder = outside({ 'tsconfig.json': '{ "include": ["src"] }' });
        assert.match(found([folder]).notes[0]?.message ?? '', /no tsconfig here names a source file/);
      });

      it('finds the packages of a workspace, with a tsconfig or without', () => {
        assert.deepEqual(files(['workspace']), {
          'workspace/packages/bare/*': ['index.ts'],
          'workspace/packages/one/tsconfig.json': ['index.ts'],
        });
      });

      it('checks JavaScript where it is asked for', () => {
        assert.deepEqual(files(['javascript']), {
          'javascript/allowed/tsconfig.json': ['asks.js', 'typed.ts'],
          'javascript/checked/jsconfig.json': ['main.js'],
        });
        assert.deepEqual(files(['javascript/alone.js']), { 'javascript/*': ['alone.js'] });
        assert.deepEqual(files(['javascript/allowed/plain.js']), { 'javascript/allowed/*': ['plain.js'] });
      });

      it('checks files without a tsconfig with defaults', () => {
        const folder = outside({ 'a.ts': "import * as fs from 'node:fs';\nexport const a = fs;", 'b.js': '1' });
        assert.deepEqual(files([folder], folder), { '*': ['a.ts'] });
        const [ref] = found([folder], folder).projects;
        assert.ok(ref);
        const project = openProject(ref, { compiler });
        assert.equal(project.configFile, undefined);
        assert.equal(project.options.strict, true);
        project.dispose();
      });

      it('says when a path doesn’t exist or holds nothing', () => {
        assert.match(found(['nowhere']).notes[0]?.message ?? '', /nowhere does not exist\. Correct the path\./);
        const folder = outside({ 'a.txt': '' });
        assert.match(found([folder]).notes[0]?.message ?? '', /has no TypeScript files/);
        assert.match(found([`${folder}/a.txt`]).notes[0]?.message ?? '', /is not TypeScript or JavaScript source/);
      });
    });
  }

  it('skips outputs, dependencies and hidden folders', () => {
    const config = '{ "compilerOptions": { "outDir": "out" } }';
    const folder = scratch({
      'tsconfig.json': config,
      'a.ts': 'export {}',
      'out/tsconfig.json': '{}',
      'out/b.ts': 'export {}',
      'node_modules/x/tsconfig.json': '{}',
      'node_modules/x/c.ts': 'export {}',
      '.cache/tsconfig.json': '{}',
      '.cache/d.ts': 'export {}',
    });
    assert.deepEqual(filesOf([folder], folder, 'native'), { 'tsconfig.json': ['a.ts'] });
  });

  it('knows what a tsconfig extends: several, and packages', () => {
    const folder = outside({
      'node_modules/@our/config/package.json': '{ "name": "@our/config", "version": "1.0.0" }',
      'node_modules/@our/config/tsconfig.json': '{ "compilerOptions": { "strict": false } }',
      'node_modules/plain/base.json': '{ "compilerOptions": { "target": "es2022" } }',
      'tsconfig.json': '{ "extends": ["@our/config", "plain/base", "./own"] }',
      'own.json': '{ "compilerOptions": { "module": "esnext" } }',
      'a.ts': 'export {}',
    });
    const { projects: refs, notes } = discoverProjects([folder]);
    assert.deepEqual([refs.length, notes, refs[0]?.notes], [1, [], []]);
    const project = openProject(refs[0]!);
    assert.equal(project.options.strict, false);
    project.dispose();
  });

  it('warns of types that aren’t installed', () => {
    const folder = outside({ 'tsconfig.json': '{ "compilerOptions": { "types": ["nowhere"] } }', 'a.ts': 'export {}' });
    for (const compiler of ['native', 'classic'] as const) {
      const project = openProject({ configFile: `${folder}/tsconfig.json`, folder }, { compiler });
      assert.match(
        project.notes.map((n) => n.message).join(),
        /Findings may be missing: Cannot find type definition file for 'nowhere'\. Run npm install/,
        compiler,
      );
      project.dispose();
    }
  });

  it('warns where packages aren’t installed', () => {
    const folder = outside({ 'tsconfig.json': '{}', 'a.ts': 'export {}' });
    writeFileSync(`${folder}/package.json`, '{ "dependencies": { "left-pad": "1", "ws": "8" } }');
    const project = openProject({ configFile: `${folder}/tsconfig.json`, folder });
    assert.match(
      project.notes[0]?.message ?? '',
      /Findings may be missing: packages that package\.json lists are not installed \(left-pad, ws\)\. Run npm install/,
    );
    project.dispose();
  });
});

/** Files by project, relative. */
function filesOf(paths: readonly string[], cwd: string, compiler: CompilerChoice): Record<string, string[]> {
  const relative = (file: string, from: string) => file.slice(from.length + 1);
  return Object.fromEntries(
    discoverProjects(paths, { compiler, cwd }).projects.map((ref) => {
      const project = openProject(ref, { compiler });
      const listed = project.files.map((file) => relative(file, ref.folder)).sort();
      project.dispose();
      return [relative(ref.configFile ?? `${ref.folder}/*`, cwd), listed];
    }),
  );
}

/** A scratch project in the system's own folder, where no tsconfig is above. */
function outside(files: Readonly<Record<string, string>>): string {
  return scratch(files, { outside: true });
}
