import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import type * as TypeScript from 'typescript-classic';
import { RACE_FILE, racePrograms } from '../../src/runner/race-files.ts';

const ts = createRequire(import.meta.url)('typescript-classic') as typeof TypeScript;
const root = fileURLToPath(new URL('../../', import.meta.url));

const listed = (text: string): string =>
  racePrograms(text)
    .map(({ name, line }) => `${name}:${line}`)
    .join(' ');

describe('the programs of a file', () => {
  const cases: readonly (readonly [what: string, text: string, expected: string])[] = [
    [
      'functions and arrows',
      'export async function a(t) {}\nexport const b = async (t) => {};\nexport function c() {}',
      'a:1 b:2 c:3',
    ],
    [
      'typed variables',
      'export const a: Program = async (t) => {};\nexport const b: (t: Trial) => Promise<Map<A, B>> = make();',
      'a:1 b:2',
    ],
    [
      'several variables',
      'export const a = (t: T): Promise<void> => f(t, { x: [1, 2] }), b = 1,\n  c = t => 1;',
      'a:1 c:2',
    ],
    ['a default arrow', '\nexport default async (t: Trial): Promise<void> => {};', 'default:2'],
    [
      'a default function',
      'export default async function named(t) {}\nexport { named as again };',
      'default:1 again:1',
    ],
    ['a default name', 'const it = async (t) => {};\n\nexport default it;', 'default:1'],
    [
      'a list, in the lines where they stand',
      'async function a() {}\nconst b = () => 1, c = 3;\nexport { a, b as two, c, type D, d };',
      'a:1 two:2 d:3',
    ],
    ['what comes from elsewhere', "export { a, b as c } from './other.ts';\nexport * from './more.ts';", 'a:1 c:1'],
    [
      'options, types, classes, enums and values are none',
      'export const options = { schedules: 1 };\nexport type A = () => void;\nexport interface B { (): void }\nexport class C {}\nexport abstract class D { x() {} }\nexport enum E { F }\nexport const enum G { H }\nexport const i = 3, j = "x", k = new Map<A, B>(), l = [() => 1], m = `x`;\nexport declare namespace N { function x(): void }',
      '',
    ],
    [
      'the result of a call may be one',
      'export const a = deposits(2);\nexport const b = deposits<A, B>(2), c = d;',
      'a:1 b:2 c:2',
    ],
    [
      'generators are none',
      'export function* a() {}\nexport async function* b() {}\nexport const c = function* () {};',
      '',
    ],
    ['overloads', 'export function a(): void;\nexport function a(t?: Trial): void {}', 'a:1'],
    [
      'nothing in comments, strings, templates and functions',
      '/* export const a = () => 1; */ // export const b = () => 1;\nconst s = "export const c = () => 1;";\nconst t = `\nexport const d = () => 1; ${`export const e = ${() => 1}`}`;\nfunction f() { const export_ = 1; }\nexport const g = () => `}`;',
      'g:6',
    ],
    [
      'regular expressions and divisions',
      'export const a = () => /[/\'"`]/.test(b) / 2;\nconst c = 4 / 2; export const d = () => 1 / 2;',
      'a:1 d:2',
    ],
    [
      'JSX',
      'export const a = (t) => { render(<p title="it\'s">don\'t {`x`}</p>); };\nexport const b = () => <></>;',
      'a:1 b:2',
    ],
    [
      'JSX that ends an element behind another',
      'const x = <p><b/></p>; const y = <p>{a && <b>c</b>}</p>;\nexport const z = () => <a></a>;',
      'z:2',
    ],
    ['CommonJS', 'exports.a = async (t) => {};\nmodule.exports.b = function () {};\nexports.n = 3;', 'a:1 b:2'],
    [
      'CommonJS in one',
      'const a = () => 1;\nmodule.exports = {\n  a,\n  b: async (t) => f(t, 1),\n  async c(t) {},\n  d: 3,\n};',
      'a:1 b:4 c:5',
    ],
    ['CommonJS default', 'module.exports = async (t) => {};', 'default:1'],
    ['export =', 'const a = async () => {};\nexport = a;', 'default:1'],
    ['half-written code', 'export const a = async (t) => {\n  await\nexport const b = () => {', 'a:1'],
    ['Windows line ends', 'export const a = () => 1;\r\n\r\nexport const b = () => 2;\r\n', 'a:1 b:3'],
  ];
  for (const [what, text, expected] of cases) it(what, () => equal(listed(text), expected));

  it('are those that a compiler sees, over all files here', () => {
    const files = ['src', 'test', 'runtime/src', 'scripts'].flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
        .filter((name) => /\.[cm]?tsx?$/.test(name) && !name.includes('node_modules'))
        .map((name) => join(root, folder, name)),
    );
    ok(files.length > 700);
    for (const file of files) {
      const text = readFileSync(file, 'utf8');
      const found = new Map(racePrograms(text).map(({ name, line }) => [name, line]));
      const { surely, surelyNot } = parsed(file, text);
      for (const [name, line] of surely) equal(found.get(name), line, `${file}: ${name}`);
      for (const name of surelyNot) equal(found.has(name), false, `${file}: ${name} is no program`);
    }
  });

  it('are looked for in any text without an end or an error', () => {
    const text = readFileSync(join(root, 'test/runner/race-files.test.ts'), 'utf8');
    fc.assert(
      fc.property(fc.nat(text.length), fc.nat(400), fc.string({ unit: 'binary' }), (at, length, junk) => {
        racePrograms(text.slice(at, at + length) + junk);
        racePrograms(junk + text.slice(0, at));
      }),
      { numRuns: 300 },
    );
  });

  it('stand in files of this name', () => {
    for (const name of ['a.race.ts', 'a.race.mts', 'a.race.cts', 'a.race.tsx', 'a.race.js', 'a.race.mjs', 'a.race.cjs'])
      match(name, RACE_FILE);
    deepEqual(
      ['race.ts', 'a.race.json', 'a.race.ts.map', 'a.race.d.ts', 'embrace.ts'].filter((name) => RACE_FILE.test(name)),
      [],
    );
  });
});

/** What TypeScript's own parser says of a file's exports, where it is plain. */
function parsed(file: string, text: string) {
  const surely = new Map<string, number>();
  const surelyNot = new Set<string>();
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const lineOf = (node: TypeScript.Node): number =>
    source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1;
  const put = (name: string, isFunction: boolean | undefined, at: TypeScript.Node): void => {
    if (isFunction && !surely.has(name)) surely.set(name, lineOf(at));
    if (isFunction === false) surelyNot.add(name);
  };
  for (const statement of source.statements) {
    if (!ts.canHaveModifiers(statement)) continue;
    const kinds = ts.getModifiers(statement)?.map(({ kind }) => kind) ?? [];
    if (!kinds.includes(ts.SyntaxKind.ExportKeyword)) continue;
    const isDefault = kinds.includes(ts.SyntaxKind.DefaultKeyword);
    if (ts.isFunctionDeclaration(statement) && !isDefault) {
      const isReal = statement.asteriskToken === undefined && !kinds.includes(ts.SyntaxKind.DeclareKeyword);
      put(statement.name!.text, isReal, statement.name!);
    } else if (ts.isVariableStatement(statement)) {
      for (const { name, initializer } of statement.declarationList.declarations)
        if (ts.isIdentifier(name)) put(name.text, name.text === 'options' ? false : kindOf(initializer), name);
    } else if ('name' in statement && !isDefault) {
      const { name } = statement as { name?: TypeScript.Node };
      // A type may have the name of a function.
      if (name && ts.isIdentifier(name) && !surely.has(name.text)) surelyNot.add(name.text);
    }
  }
  for (const name of surely.keys()) surelyNot.delete(name);
  return { surely, surelyNot };
}

function kindOf(value: TypeScript.Expression | undefined): boolean | undefined {
  if (value === undefined) return false;
  if (ts.isArrowFunction(value)) return true;
  if (ts.isFunctionExpression(value)) return value.asteriskToken === undefined;
  const isPlain =
    ts.isLiteralExpression(value) ||
    ts.isObjectLiteralExpression(value) ||
    ts.isArrayLiteralExpression(value) ||
    ts.isNewExpression(value) ||
    ts.isTemplateExpression(value);
  return isPlain ? false : undefined;
}
