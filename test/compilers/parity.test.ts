/** Both compilers show core the same tree and give it the same answers. */
import assert from 'node:assert/strict';
import type { Project } from '../../src/compilers/compiler.ts';
import { baseName } from '../../src/compilers/paths.ts';
import { removeScratch, scratch } from './scratch.ts';
import { openConfig, plain, projects, questionsOf, visited, wording } from './support.ts';

describe('compilers agree', function () {
  this.timeout(60_000);
  const parity = `${projects}/parity/tsconfig.json`;
  let native: Project;
  let classic: Project;

  before(() => {
    native = openConfig(parity, { compiler: 'native' });
    classic = openConfig(parity, { compiler: 'classic' });
  });
  after(() => {
    native.dispose();
    classic.dispose();
    removeScratch();
  });

  it('on the files of a project', () => {
    assert.deepEqual([...native.files].sort(), [...classic.files].sort());
    assert.equal(native.files.length, 8);
  });

  it('on what fixes must know', () => {
    assert.deepEqual(native.options, classic.options);
    assert.equal(native.options.disposables, true);
  });

  for (const name of ['answers.ts', 'syntax.ts', 'lib.mts', 'view.tsx', 'common.cts', 'checked.js', 'script.ts']) {
    it(`on trees: ${name}`, () => sameTrees(native, classic, `${projects}/parity/${name}`));
    it(`on answers: ${name}`, () => sameAnswers(native, classic, `${projects}/parity/${name}`));
  }

  it('on how an import is written', () => {
    const forms = (project: Project) =>
      Object.fromEntries(project.files.map((file) => [baseName(file), project.tree(file)?.moduleForm]));
    assert.deepEqual(forms(native), forms(classic));
    assert.deepEqual(forms(native), {
      'answers.ts': 'esm',
      'checked.js': 'esm',
      'common-lib.cjs': 'commonjs',
      'common.cts': 'esm',
      'lib.mts': 'esm',
      'script.ts': 'esm',
      'syntax.ts': 'esm',
      'view.tsx': 'esm',
    });
  });

  it('on scripts, into which nothing can be imported', () => {
    const folder = scratch({
      'tsconfig.json': '{ "compilerOptions": { "module": "esnext", "allowJs": true, "checkJs": true } }',
      'script.ts': 'const a = 1;',
      'plain.js': 'var b = 1;',
      'node.js': 'const fs = require("fs");',
    });
    for (const compiler of ['native', 'classic'] as const) {
      const project = openConfig(`${folder}/tsconfig.json`, { compiler });
      const forms = ['script.ts', 'plain.js', 'node.js'].map((name) => project.tree(`${folder}/${name}`)?.moduleForm);
      assert.deepEqual(forms, ['none', 'none', 'commonjs'], compiler);
      project.dispose();
    }
  });

  it('on offsets: a byte order mark, CRLF, characters outside ASCII and the BMP', () => {
    const text =
      '\uFEFF// π 😀\r\nconst 名前 = "😀" as const;\r\nexport const load = async () => `é${名前}`;\r\nload();\r\n';
    const folder = scratch({ 'tsconfig.json': '{ "compilerOptions": { "strict": true } }', 'text.ts': text });
    const both = (['native', 'classic'] as const).map((compiler) =>
      openConfig(`${folder}/tsconfig.json`, { compiler }),
    );
    const [a, b] = both as [Project, Project];
    sameTrees(a, b, `${folder}/text.ts`);
    sameAnswers(a, b, `${folder}/text.ts`);
    assert.equal(a.tree(`${folder}/text.ts`)?.text, text.slice(1), 'the mark is not part of the text');
    for (const project of both) project.dispose();
  });

  it('on syntax errors, with a tree all the same', () => {
    const folder = scratch({
      'tsconfig.json': '{}',
      'bad.ts': 'export const a = ;\nfunction f( { return 1 }\n',
      'good.ts': 'f();',
    });
    for (const compiler of ['native', 'classic'] as const) {
      const project = openConfig(`${folder}/tsconfig.json`, { compiler });
      const tree = project.tree(`${folder}/bad.ts`);
      assert.equal(tree?.syntaxErrors[0]?.pos, 17, compiler);
      assert.match(tree?.syntaxErrors[0]?.message ?? '', /Expression expected/);
      assert.deepEqual(project.tree(`${folder}/good.ts`)?.syntaxErrors, []);
      project.dispose();
    }
  });

  it('on verbatim modules in CommonJS, where only `import = require` is allowed', () => {
    const folder = scratch({
      'package.json': '{ "type": "commonjs" }',
      'tsconfig.json': '{ "compilerOptions": { "module": "nodenext", "verbatimModuleSyntax": true } }',
      'a.cts': 'import fs = require("fs");\nexport const a = fs;',
      'b.mts': 'export const b = 1;',
    });
    for (const compiler of ['native', 'classic'] as const) {
      const project = openConfig(`${folder}/tsconfig.json`, { compiler });
      assert.equal(project.tree(`${folder}/a.cts`)?.moduleForm, 'commonjs', compiler);
      assert.equal(project.tree(`${folder}/b.mts`)?.moduleForm, 'esm', compiler);
      project.dispose();
    }
  });
});

function sameTrees(native: Project, classic: Project, file: string): void {
  const [a, b] = [native.tree(file), classic.tree(file)];
  assert.ok(a && b);
  assert.equal(a.text, b.text);
  assert.deepEqual(visited(a), visited(b));
}

function sameAnswers(native: Project, classic: Project, file: string): void {
  const [a, b] = [native.tree(file), classic.tree(file)];
  assert.ok(a && b);
  const questions = questionsOf(a);
  const others = questionsOf(b);
  const [ours, theirs] = [native.answer(a, questions), classic.answer(b, others)];
  assert.ok(questions.length > 0);
  for (const [i, question] of questions.entries()) {
    assert.deepEqual(plain(ours[i]!), plain(theirs[i]!), wording(a, question));
  }
}
