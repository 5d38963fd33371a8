/** Users' own files: whatever a TypeScript project of today has in it. */
import { equal, match } from 'node:assert/strict';
import { cpSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Folder } from '../cli/folder.ts';
import { type Heard, run } from './support.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
type Files = Readonly<Record<string, string>>;

async function told(files: Files, name = 'a.race.ts', prepare: (folder: Folder) => void = () => {}): Promise<Heard> {
  using folder = new Folder({ 'package.json': '{ "type": "module" }', ...files });
  prepare(folder);
  const heard = await run({ run: 'file', file: folder.at(name) }, { hangMs: 6000 });
  for (const [at, event] of heard.events.entries())
    heard.events[at] = JSON.parse(JSON.stringify(event).replaceAll(folder.path, ''));
  return heard;
}

/** What the program of the file prints in its one schedule. */
async function printed(files: Files, name?: string, prepare?: (folder: Folder) => void): Promise<string> {
  const heard = await told(files, name, prepare);
  equal(heard.end, 'done');
  equal(heard.result.failure?.text, undefined);
  return heard.output.trim();
}

const prints = (what: string): string => `export const program = async (): Promise<void> => console.log(${what});\n`;
const esm = {
  'node_modules/esm/package.json': '{ "name": "esm", "type": "module", "exports": "./i.js" }',
  'node_modules/esm/i.js': 'export const esm = await "esm";',
};
const cjs = {
  'node_modules/cjs/package.json': '{ "name": "cjs", "main": "./i.js" }',
  'node_modules/cjs/i.js': 'module.exports = () => "cjs"; module.exports.named = "named";',
};

describe('a file of programs', () => {
  it('imports without endings, with `.js` for `.ts`, folders, and what comes later', async () => {
    const files = {
      'a.race.ts': `import { b } from './b'; import { c } from './c.js'; import { d } from './d'; import * as json from './e.json';
const { f } = await import('./f.ts');
${prints('b, c, d, json.default.e, f')}`,
      'b.ts': 'export const b: string = "b";',
      'c.ts': 'import { b } from "./b.ts"; export const c = `${b}c`;',
      'd/index.ts': 'export const d = "d";',
      'e.json': '{ "e": 1 }',
      'f.ts': 'export const f = await Promise.resolve("f");',
    };
    equal(await printed(files), 'b bc d 1 f');
  });

  it('imports packages of ES modules and of CommonJS', async () => {
    const text = `import cjs, { named } from 'cjs'; import * as all from 'cjs'; import { esm } from 'esm';\n${prints('cjs(), named, all.named, esm')}`;
    for (const type of ['module', 'commonjs']) {
      equal(
        await printed({ ...esm, ...cjs, 'package.json': `{ "type": "${type}" }`, 'a.race.ts': text }),
        'cjs named named esm',
      );
    }
  });

  it('may be of any kind', async () => {
    const common =
      'const b = require("./b.cjs");\nexports.program = async () => console.log(b.b, __filename.slice(-4), typeof module);';
    const modern =
      'import { b } from "./b.cjs";\nexport const program = async () => console.log(b, import.meta.url.slice(-4), import.meta.dirname.length > 3);';
    for (const [name, text, expected] of [
      ['a.race.cjs', common, 'b .cjs object'],
      ['a.race.cts', common, 'b .cts object'],
      ['a.race.mjs', modern, 'b .mjs true'],
      ['a.race.mts', modern, 'b .mts true'],
      ['a.race.js', modern, 'b e.js true'],
      ['a.race.tsx', modern, 'b .tsx true'],
    ] as const) {
      equal(await printed({ [name]: text, 'b.cjs': 'exports.b = "b";' }, name), expected);
    }
    equal(
      await printed({ 'package.json': '{}', 'a.race.js': common, 'b.cjs': 'exports.b = "b";' }, 'a.race.js'),
      'b e.js object',
    );
    const whole = 'module.exports = async () => console.log("whole");';
    equal(await printed({ 'package.json': '{}', 'a.race.js': whole }, 'a.race.js'), 'whole');
  });

  it('follows `paths`, and the JSX that the tsconfig says', async () => {
    const files = {
      'tsconfig.base.json': '{ "compilerOptions": { "jsx": "react", "jsxFactory": "h", } }',
      'tsconfig.json':
        '// comment\n{ "extends": "./tsconfig.base.json", "compilerOptions": { "paths": { "@app/*": ["./src/*"] } } }',
      'src/b.tsx':
        'const h = (tag: string, props: object | null, ...children: string[]) => `${tag} ${children}`;\nexport const b = <p>text</p>;',
      'a.race.ts': `import { b } from '@app/b';\n${prints('b')}`,
    };
    equal(await printed(files), 'p text');
    const automatic = {
      'tsconfig.json': '{ "compilerOptions": { "jsx": "react-jsx", "jsxImportSource": "own" } }',
      'node_modules/own/package.json': '{ "name": "own", "exports": { "./jsx-runtime": "./r.js" } }',
      'node_modules/own/r.js': 'exports.jsx = (tag, { children }) => tag + "+" + children;',
      'a.race.tsx': prints('<p>text</p>'),
    };
    equal(await printed(automatic, 'a.race.tsx'), 'p+text');
  });

  it('has all of TypeScript, and `using`', async () => {
    const text = `enum Color { Red = 1 }
namespace N { export const x = 2; }
class Point { constructor(readonly x: number) {} declare y: string; }
abstract class Base<T> { abstract m(): T }
const of = <T,>(x: T) => x satisfies T as T;
export const program = async () => {
  const seen: unknown[] = [];
  {
    await using a = { async [Symbol.asyncDispose]() { seen.push('async') } };
    using b = { [Symbol.dispose]() { seen.push('sync') } };
  }
  console.log(Color.Red, N.x, new Point(3).x, of(seen!).join());
};`;
    equal(await printed({ 'a.race.ts': text }), '1 2 3 sync,async');
  });

  it('has the runtime of its project, and ours where only its types are there', async () => {
    const text = `import { Mutex } from '@raceguard/runtime';\nimport { explore } from '@raceguard/runtime/testing';\nimport { FileLock } from '@raceguard/runtime/node';
import * as all from '@raceguard/runtime';
${prints('typeof Mutex, typeof explore, typeof FileLock, (all as any).own')}`;
    equal(await printed({ 'a.race.ts': text }), 'function function function undefined');
    const types = {
      'node_modules/@raceguard/runtime/package.json': '{ "name": "@raceguard/runtime", "types": "./index.d.ts" }',
      'node_modules/@raceguard/runtime/index.d.ts': '',
    };
    equal(await printed({ 'a.race.ts': text, ...types }), 'function function function undefined');
    const own = await printed({ 'a.race.ts': text }, 'a.race.ts', (folder) => {
      const place = folder.at('node_modules/@raceguard');
      mkdirSync(place, { recursive: true });
      cpSync(join(root, 'runtime/package.json'), join(place, 'runtime/package.json'));
      cpSync(join(root, 'runtime/dist'), join(place, 'runtime/dist'), { recursive: true });
      folder.write(
        'node_modules/@raceguard/runtime/dist/index.js',
        'export * from "./index.real.js"; export const own = "own";',
      );
      cpSync(join(root, 'runtime/dist/index.js'), join(place, 'runtime/dist/index.real.js'));
    });
    equal(own, 'function function function own');
  });

  it('tells where its steps, its accesses and its failure stand', async () => {
    const heard = await told({
      'a.race.ts': `import type { Trial } from '@raceguard/runtime/testing';
import { Account } from './account.ts';
export const deposits = async (t: Trial): Promise<void> => {
  const account = new Account(t);
  t.watch(account, 'stored');
  t.task('A', () => account.add());   t.task('B', () => account.add());
  await t.all();
  if (account.stored !== 2)   throw new Error('lost');
};`,
      'account.ts': `import type { Trial } from '@raceguard/runtime/testing';
export class Account {
  stored = 0;
  constructor(private readonly t: Trial) {}

  async add(): Promise<void> {
    const   seen = this.stored;
    await     this.t.step('pays');
    this.stored = seen + 1;
  }
}`,
    });
    const { picture } = heard.result.explored!;
    const at = (place?: { file: string; line: number; column: number }) =>
      place && `${place.file}:${place.line}:${place.column}`;
    equal(at(picture.failure!.place), '/a.race.ts:8:37');
    const pays = picture.steps.find(({ label }) => label === 'pays')!;
    equal(at(pays.place), '/account.ts:8:22');
    const [read] = picture.steps.flatMap(({ accesses }) => accesses);
    equal(at(read!.place), '/account.ts:7:25');
    equal(picture.watched[0]?.name, 'stored');
    match(heard.result.failure!.text, /> .*B +starts/);
  });

  const faults: readonly (readonly [what: string, files: Files, expected: RegExp])[] = [
    [
      'does not parse',
      { 'a.race.ts': '\nexport const a = ;' },
      /^refused: \/a\.race\.ts:2:17: it does not parse: Unexpected token\. Correct it\.$/,
    ],
    [
      'imports what does not parse',
      { 'a.race.ts': 'import "./b.ts";', 'b.ts': 'let x = {' },
      /^refused: \/b\.ts:1:\d+: it does not parse: /,
    ],
    [
      'imports a file that is not there',
      { 'a.race.ts': '\nimport { b } from "./b.ts";\nb();' },
      /^refused: \/a\.race\.ts:2: it imports '\.\/b\.ts', which can't be found\. Correct the path\.$/,
    ],
    [
      'imports a package that is not there',
      { 'a.race.ts': 'import "./b.ts";', 'b.ts': 'import x from "@o/x/y";\nx();' },
      /^refused: \/b\.ts:1: it imports '@o\/x\/y', which can't be found\. Install it \(npm install @o\/x\)/,
    ],
    [
      'throws',
      { 'a.race.ts': '// one\nconst a: any = {};   a.b.c();' },
      /^refused: \/a\.race\.ts:2:26: it threw when it was loaded: TypeError: Cannot read .*\. What a program needs/,
    ],
    [
      'throws later',
      { 'a.race.ts': 'await 0; throw new RangeError("late");' },
      /^refused: \/a\.race\.ts:1:16: it threw when it was loaded: RangeError: late\./,
    ],
    [
      'ends the process',
      { 'a.race.ts': 'process.exit(3);' },
      /^refused: \/a\.race\.ts:1:9: it threw when it was loaded: Error: process\.exit\(3\) was called\./,
    ],
    [
      'has no program',
      { 'a.race.ts': 'export const options = {}; export class A {}' },
      /^refused: \/a\.race\.ts exports no program\. A program is a function/,
    ],
    [
      'has options that can not be',
      { 'a.race.ts': 'export const options = { schedules: -1 }; export const p = async () => {};' },
      /^refused: `p` can't be run\. schedules is -1/,
    ],
    [
      'hangs when it is loaded',
      { 'a.race.ts': 'for (;;);' },
      /^hangs: The program gave no sign of life for 6 seconds, and was ended at \/a\.race\.ts:1: its code/,
    ],
  ];
  for (const [what, files, expected] of faults) {
    it(`that ${what} is refused, with the place and the remedy`, async () => {
      match((await told(files)).end, expected);
    });
  }

  it('is made again when it changes, and kept where it does not', async () => {
    using folder = new Folder({ 'package.json': '{ "type": "module" }', 'node_modules/x/package.json': '{}' });
    folder.write('b.ts', 'export const b: number = 1;\n');
    folder.write('a.race.ts', `import { b } from './b.ts';\n${prints('b')}`);
    const said = async () => (await run({ run: 'file', file: folder.at('a.race.ts') })).output;
    equal(await said(), '1\n');
    const kept = readdirSync(folder.at('node_modules/.cache/raceguard'));
    equal(kept.length, 2);
    const [b] = kept.filter((name) => name.startsWith('b.ts-'));
    // It is what runs the next time.
    const path = `node_modules/.cache/raceguard/${b}`;
    folder.write(path, folder.read(path).replace('= 1', '= 5'));
    equal(await said(), '5\n');
    folder.write('b.ts', 'export const b: number = 2;\n');
    equal(await said(), '2\n');
    equal(readdirSync(folder.at('node_modules/.cache/raceguard')).length, 2);
  });

  it('that awaits what does not come is refused', async () => {
    using folder = new Folder({ 'a.race.ts': 'await new Promise(() => {});\nexport const a = async () => {};' });
    const { end } = await run({ run: 'file', file: folder.at('a.race.ts') }, { hangMs: 4000 });
    match(end, /^refused: .*a\.race\.ts has not been loaded after 12 seconds: it, or what it imports, awaits/);
  });

  it('is one that is there, and has the program that is asked for', async () => {
    const { end } = await run({ run: 'file', file: '/nowhere/a.race.ts' });
    equal(end, "refused: /nowhere/a.race.ts can't be run: there is no such file.");
    using folder = new Folder({ 'a.race.ts': 'export const a = async () => {}, b = async () => {};' });
    const file = folder.at('a.race.ts');
    equal(
      (await run({ run: 'file', file, program: 'c' })).end,
      `refused: ${file} exports no program \`c\`. It has: a, b.`,
    );
    match((await run({ run: 'file', file, replay: 'rg1-0-0' })).end, /^refused: A replay is of one program/);
    match(
      (await run({ run: 'file', file, program: 'a', replay: 'nonsense' })).end,
      /^refused: `a` can't be run\. "nonsense" is no replay string/,
    );
    const { end: untrusted } = await run({ run: 'file', file }, { trusted: false });
    match(
      untrusted,
      /^refused: .* is code of a workspace that is not trusted, so it is not run\. Trust the workspace\.$/,
    );
  });
});
