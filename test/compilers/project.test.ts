/** What a project keeps to while the world around it changes. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import ts from 'typescript-classic';
import { BorrowedProject } from '../../src/compilers/classic/borrowed.ts';
import type { CompilerInfo } from '../../src/compilers/compiler.ts';
import { NativeSession } from '../../src/compilers/native/session.ts';
import { K } from '../../src/core/syntax.ts';
import { removeScratch, scratch } from './scratch.ts';
import { ask, nodesOf, openConfig, projects } from './support.ts';

const config = '{ "compilerOptions": { "strict": true, "module": "esnext", "moduleResolution": "bundler" } }';

describe('project', function () {
  this.timeout(60_000);
  after(removeScratch);

  for (const compiler of ['native', 'classic'] as const) {
    describe(compiler, () => {
      it('has no tree of a file that has vanished or isn’t in it', () => {
        const folder = scratch({ 'tsconfig.json': config, 'a.ts': 'export {}', 'b.ts': 'export {}' });
        const project = openConfig(`${folder}/tsconfig.json`, { compiler });
        assert.equal(project.files.length, 2);
        rmSync(`${folder}/a.ts`);
        assert.equal(project.tree(`${folder}/a.ts`), undefined);
        assert.equal(project.tree(`${folder}/c.ts`), undefined);
        assert.equal(project.tree(`${folder}/tsconfig.json`), undefined);
        assert.ok(project.tree(`${folder}/b.ts`));
        project.dispose();
      });

      it('goes without its tests, but for what they declare to others, and counts them among its files', () => {
        const folder = scratch({
          'tsconfig.json': config,
          'a.ts': 'export const seen = declared;',
          'a.test.ts': "import './only-here'; export const a = 1;",
          'only-here.ts': 'export {}',
          'test/globals.d.ts': 'declare const declared: Promise<string>;',
          'test/b.ts': 'export {}',
        });
        writeFileSync(`${folder}/tsconfig.json`, config.replace(/}$/, ', "include": ["a*.ts", "test"] }'));
        const project = openConfig(`${folder}/tsconfig.json`, { compiler });
        const names = () => project.files.map((file) => file.slice(folder.length + 1)).sort();
        const isRead = (name: string) => project.tree(`${folder}/${name}`) !== undefined;
        assert.deepEqual(names(), ['a.test.ts', 'a.ts', 'test/b.ts']);
        assert.equal(ask(project, `${folder}/a.ts`, 'type', 'seen').text, 'Promise<string>');
        assert.deepEqual(['a.ts', 'a.test.ts', 'test/b.ts', 'only-here.ts'].filter(isRead), ['a.ts']);
        writeFileSync(`${folder}/a2.ts`, "import { a } from './a.test'; export const b = a;");
        writeFileSync(`${folder}/a2.test.ts`, 'export {}');
        project.refresh();
        assert.deepEqual(names(), ['a.test.ts', 'a.ts', 'a2.test.ts', 'a2.ts', 'only-here.ts', 'test/b.ts']);
        assert.equal(ask(project, `${folder}/a2.ts`, 'type', 'b').text, '1');
        project.dispose();
      });

      it('gives the same tree while somebody holds it', () => {
        const project = openConfig(`${projects}/parity/tsconfig.json`, { compiler });
        const file = `${projects}/parity/lib.mts`;
        assert.equal(project.tree(file), project.tree(file));
        project.dispose();
      });

      it('takes unsaved text for a file, and the disk again', () => {
        const folder = scratch({
          'tsconfig.json': config,
          'lib.ts': 'export const value = 1;',
          'use.ts': "import { value } from './lib';\nexport const used = value;",
        });
        const project = openConfig(`${folder}/tsconfig.json`, { compiler });
        const lib = `${folder}/lib.ts`;
        const type = () => ask(project, `${folder}/use.ts`, 'type', 'used').text;
        assert.equal(type(), '1');
        const before = project.tree(lib);
        project.overlay(lib, 'export const value = Promise.resolve("é😀");');
        assert.equal(type(), 'Promise<string>');
        assert.notEqual(project.tree(lib), before);
        assert.equal(project.tree(lib)?.text, 'export const value = Promise.resolve("é😀");');
        assert.equal(project.answer(before!, [{ ask: 'type', node: before!.root }])[0]?.unknown, true, 'an old tree');
        writeFileSync(lib, 'export const value = 2n;');
        project.overlay(lib, undefined);
        assert.equal(type(), '2n');
        project.dispose();
      });

      it('reads a generated file of 20,000 lines', () => {
        const made = (i: number) =>
          `export async function f${i}() {\n  const p${i} = Promise.resolve(${i});\n  return p${i};\n}`;
        const lines = Array.from({ length: 5_000 }, (_, i) => made(i));
        const folder = scratch({ 'tsconfig.json': config, 'made.ts': lines.join('\n') });
        const project = openConfig(`${folder}/tsconfig.json`, { compiler });
        const tree = project.tree(`${folder}/made.ts`)!;
        const names = nodesOf(tree)
          .filter((n) => tree.kind(n) === K.VariableDeclaration)
          .map((n) => n.name!);
        const answers = project.answer(
          tree,
          names.map((node) => ({ ask: 'type', node })),
        );
        assert.equal(answers.filter((a) => a.ask === 'type' && a.promise).length, 5_000);
        project.dispose();
      });

      it('answers any node without throwing', () => {
        const project = openConfig(`${projects}/parity/tsconfig.json`, { compiler });
        const tree = project.tree(`${projects}/parity/syntax.ts`)!;
        const nodes = nodesOf(tree);
        const asked = nodes.flatMap((node) => [{ ask: 'type', node } as const, { ask: 'symbol', node } as const]);
        const answers = project.answer(tree, asked);
        assert.equal(answers.length, asked.length);
        for (const answer of answers) assert.equal(typeof answer.unknown, 'boolean');
        project.dispose();
      });

      it('can be opened again, and beside another', () => {
        const one = openConfig(`${projects}/cycle/a/tsconfig.json`, { compiler });
        const two = openConfig(`${projects}/cycle/b/tsconfig.json`, { compiler });
        one.dispose();
        one.dispose();
        assert.equal(ask(two, `${projects}/cycle/b/index.ts`, 'type', 'b').name, 'B');
        const again = openConfig(`${projects}/cycle/a/tsconfig.json`, { compiler });
        assert.equal(
          ask(again, `${projects}/cycle/a/index.ts`, 'symbol', 'B').declarations[0]?.file,
          `${projects}/cycle/b/index.ts`,
        );
        two.dispose();
        again.dispose();
      });

      it('opened again, is what lies on the disk by then', () => {
        const folder = scratch({ 'tsconfig.json': config, 'a.ts': 'export const a = 1;', 'b.ts': 'export {}' });
        const former = openConfig(`${folder}/tsconfig.json`, { compiler });
        assert.equal(ask(former, `${folder}/a.ts`, 'type', 'a').text, '1');
        former.dispose();
        writeFileSync(`${folder}/a.ts`, 'export const a = true;');
        rmSync(`${folder}/b.ts`);
        const project = openConfig(`${folder}/tsconfig.json`, { compiler });
        assert.deepEqual(project.files, [`${folder}/a.ts`]);
        assert.equal(ask(project, `${folder}/a.ts`, 'type', 'a').text, 'true');
        project.dispose();
      });
    });
  }

  it('throws when the process of TypeScript 7 is gone; the next project has a new one', () => {
    const config = `${projects}/cycle/b/tsconfig.json`;
    const project = openConfig(config, { compiler: 'native' });
    const tree = project.tree(`${projects}/cycle/b/index.ts`)!;
    NativeSession.current().kill();
    assert.throws(() => project.answer(tree, [{ ask: 'type', node: tree.root }]));
    project.dispose();
    const next = openConfig(config, { compiler: 'auto' });
    assert.equal(next.compiler.name, 'native');
    assert.equal(ask(next, `${projects}/cycle/b/index.ts`, 'type', 'b').name, 'B');
    next.dispose();
  });

  it('turns to classic TypeScript on a platform without TypeScript 7', () => {
    const script = `
      Object.defineProperty(process, 'platform', { value: 'plan9' });
      const { openProject } = await import(${JSON.stringify(new URL('../../src/compilers/open.ts', import.meta.url).href)});
      const folder = ${JSON.stringify(`${projects}/cycle/b`)};
      const { compiler } = openProject({ configFile: folder + '/tsconfig.json', folder });
      console.log(JSON.stringify(compiler));
    `;
    const output = execFileSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' });
    const compiler = JSON.parse(output) as CompilerInfo;
    assert.equal(compiler.name, 'classic');
    assert.match(compiler.why, /^TypeScript 7 could not open it: Unable to resolve @typescript\/typescript-plan9/);
  });

  it('stands over a program that an editor keeps', () => {
    const file = `${projects}/parity/answers.ts`;
    const program = ts.createProgram([file], {
      strict: true,
      module: ts.ModuleKind.NodeNext,
      allowImportingTsExtensions: true,
      noEmit: true,
      types: ['node'],
    });
    const project = new BorrowedProject(ts, program, `${projects}/parity/tsconfig.json`);
    assert.deepEqual(
      project.files.map((f) => f.slice(projects.length)),
      ['/parity/lib.mts', '/parity/answers.ts'],
    );
    assert.equal(ask(project, file, 'type', 'promise').awaitedText, 'Client');
    assert.throws(() => project.overlay(file, ''), /The host of this program keeps its texts/);
  });

  it('names the files in which the host’s next program differs, and keeps the trees of the others', () => {
    const texts = new Map([...'abcd'].map((name) => [`/${name}.ts`, 'export {}']));
    const parsed = new Map<string, ts.SourceFile>();
    const options: ts.CompilerOptions = { noLib: true, types: [] };
    const host = ts.createCompilerHost(options);
    // As an editor's: a text that stays keeps its tree.
    host.getSourceFile = (name) => {
      const text = texts.get(name);
      if (text === undefined) return undefined;
      const known = parsed.get(name);
      const file = known?.text === text ? known : ts.createSourceFile(name, text, ts.ScriptTarget.ES2022, true);
      parsed.set(name, file);
      return file;
    };
    const of = (roots: string) =>
      ts.createProgram(
        [...roots].map((name) => `/${name}.ts`),
        options,
        host,
      );
    const project = new BorrowedProject(ts, of('abc'), undefined);
    const followed = (roots: string) => {
      const kept = project.tree('/a.ts');
      const changed = project.follow(of(roots));
      assert.ok(kept);
      assert.equal(project.tree('/a.ts'), kept);
      return [changed, project.files].map((files) => files.join(' ').replaceAll(/\/|\.ts/g, ''));
    };
    assert.deepEqual(followed('abc'), ['', 'a b c']);
    assert.deepEqual(followed('adbc'), ['d', 'a d b c'], 'one came, and those behind it stand elsewhere');
    assert.deepEqual(followed('ac'), ['d b', 'a c'], 'two went');
    const former = project.tree('/c.ts');
    texts.set('/c.ts', 'export const c = 1;');
    assert.deepEqual(followed('ac'), ['c', 'a c'], 'one has another text');
    assert.notEqual(project.tree('/c.ts'), former);
  });
});
