/** Names, functions and members, as the one walk finds them without a checker. */
import { deepEqual, equal } from 'node:assert/strict';
import type { Binding } from '../../../src/core/facts/facts.ts';
import { K, startOf } from '../../../src/core/syntax.ts';
import { factsOf, nodeAt } from './support.ts';

/** Line of the declaration that the name behind `/*R*\/` resolves to; `none` for a global. */
function declared(source: string): string {
  const facts = factsOf(source);
  const found = facts.resolve(nodeAt(facts, '/*R*/', (n) => facts.tree.kind(n) === K.Identifier));
  if (!found) return 'none';
  const line = source.slice(0, startOf(facts.tree, found.ident)).split('\n').length;
  return `${line} ${found.kind}`;
}

describe('names: what an identifier means', () => {
  const row = (source: string, expected: string) =>
    it(source.replaceAll('\n', ' '), () => equal(declared(source), expected));
  row('const x = 1;\nf(/*R*/x);', '1 const');
  row('let x = 1;\n{ let x = 2;\n f(/*R*/x); }', '2 let');
  row('let x = 1;\n{ let x = 2;\n }\n f(/*R*/x);', '1 let');
  row('f(/*R*/x);', 'none');
  row('function g(x) {\n var x;\n f(/*R*/x); }', '1 parameter');
  row('function g() { if (a) {\n var x; }\n f(/*R*/x); }', '2 var');
  row('function g() {\n f(/*R*/x); }\n function x() {}', '3 function');
  row('{ function x() {}\n }\n f(/*R*/x);', 'none');
  row('for (let x = 0; ;) {\n f(/*R*/x); }', '1 let');
  row('for (const x of\n xs) f(/*R*/x);', '1 const');
  row('let x;\nfor (const x of xs) {}\n f(/*R*/x);', '1 let');
  row('try {} catch (x) {\n f(/*R*/x); }', '1 catch');
  row('try {} catch ({ x }) {\n f(/*R*/x); }', '1 catch');
  row('class x {}\nnew /*R*/x();', '1 class');
  row('const y = class x { m() {\n new /*R*/x(); } };', '1 class');
  row('import x from "m";\nf(/*R*/x);', '1 import');
  row('import * as x from "m";\nf(/*R*/x);', '1 import');
  row('import { y as x } from "m";\nf(/*R*/x);', '1 import');
  row('import x = require("m");\nf(/*R*/x);', '1 import');
  row('const { a: { x }, ...y } = z;\nf(/*R*/x);', '1 const');
  row('const [a, [x = 1]] = z;\nf(/*R*/x);', '1 const');
  row('const { a, ...x } = z;\nf(/*R*/x);', '1 const');
  row('const o = {\n x: 1, y: /*R*/x };', 'none');
  row('let x;\nconst o = { /*R*/x };', '1 let');
  row('let x;\nfunction g(y = /*R*/x) {}', '1 let');
  row('function g(x, y = /*R*/x) {}', '1 parameter');
  row('switch (a) { case 1: let x;\n break; default: f(/*R*/x); }', '1 let');
  row('enum x { A }\nf(/*R*/x);', '1 other');
  row('namespace N { const x = 1;\n f(/*R*/x); }', '1 const');
  row('using x = g();\nf(/*R*/x);', '1 using');
  row('let x;\nclass C { [/*R*/x] = 1; }', '1 let');
  row('let x;\nclass C { static { let x;\n f(/*R*/x); } }', '2 let');
  row('type x = string;\nf(/*R*/x);', 'none');
  row('x: for (;;) {\n f(/*R*/x); }', 'none');
});

describe('names: constants', () => {
  const constant = (source: string, expected: boolean) =>
    it(source, () => {
      const facts = factsOf(source);
      const binding = facts.bindings.find((b: Binding) => b.name === 'x')!;
      equal(facts.isConstant(binding), expected);
    });
  constant('let x = 1; f(x);', true);
  constant('let x; x = 1;', false);
  constant('let x = 1; x++;', false);
  constant('let x = 1; x += 1;', false);
  constant('let x = 1; x ??= 1;', false);
  constant('let x = 1; [x] = y;', false);
  constant('let x = 1; ({ x } = y);', false);
  constant('let x = 1; ({ a: x } = y);', false);
  constant('let x = 1; ({ a: x = 2 } = y);', false);
  constant('let x = 1; [...x] = y;', false);
  constant('let x = 1; for (x of y) {}', false);
  constant('let x = 1; for (x in y) {}', false);
  constant('let x = {}; x.y = 1;', true);
  constant('let x = {}; ({ a: x.y } = z);', true);
  constant('let x = 1; { let x; x = 2; }', true);
  constant('let x = 1; () => { x = 2; };', false);
  constant('function x() {} x = 1;', false);
  constant('let x = 1; (x as any) = 2;', false);
  constant('let x = 1; y[x] = 2;', true);
  constant('let x = 1; y = x;', true);
});

describe('names: uses', () => {
  const uses = (source: string, expected: number) =>
    it(`${expected} in ${source}`, () => {
      const facts = factsOf(source, '/p/a.tsx');
      equal(facts.references(facts.bindings.find((b) => b.name === 'x')!).length, expected);
    });
  uses('const x = 1; f(x); g(() => x);', 2);
  uses('const x = 1; const o = { x }; const p = { x: 1 }; o.x; o?.x;', 1);
  uses('const x = 1; { const x = 2; f(x); }', 0);
  uses('const x = 1; export { x };', 0);
  uses('const x = 1; type T = typeof x;', 0);
  uses('const x = 1; const e = <a b={x} {...x}>{x}</a>;', 3);
  uses('const x = 1; const e = <x.Y />;', 1);
  uses('const x = 1; `${x}`; [x, ...x]; x`a`;'.replaceAll("'", '"'), 4);
  uses('const x = 1; class C { @x m() {} }', 1);
  uses('const x = 1; class C extends x {}', 1);
  uses('const x = 1; label: for (;;) { continue label; }', 0);
  uses('const x = 1; class C { x = 1; m() { return this.x; } }', 0);
});

describe('names: functions', () => {
  const fns = (source: string, expected: readonly string[]) =>
    it(source, () => {
      const facts = factsOf(source);
      deepEqual(
        facts.functions.slice(1).map((fn) => {
          const flags = [fn.async && 'async', fn.suspends && 'suspends', fn.chains && 'chains'].filter(Boolean);
          return [fn.kind, fn.name ?? '-', ...flags].join(' ');
        }),
        expected,
      );
    });
  fns('async function f() { await g(); }', ['function f async suspends']);
  fns('async function f() {}', ['function f async']);
  fns('const f = async () => { for await (const x of y) {} };', ['arrow f async suspends']);
  fns('async function f() { await using x = g(); }', ['function f async suspends']);
  fns('async function f() { using x = g(); }', ['function f async']);
  fns('async function* f() { yield 1; }', ['function f async suspends']);
  fns('function* f() { yield 1; }', ['function f']);
  fns('function f() { g().then(h); }', ['function f chains']);
  fns('async function f() { const g = async () => { await 1; }; }', ['function f async', 'arrow g async suspends']);
  fns('class C { constructor() {} get a() {} set a(v) {} m() {} static async s() {} }', [
    'constructor -',
    'getter a',
    'setter a',
    'method m',
    'method s async',
  ]);
  fns('class C { x = 1; f = async () => {}; static { g(); } }', [
    'initializer x',
    'initializer f',
    'arrow f async',
    'initializer -',
  ]);
  fns('const o = { async m() {}, f: async () => {}, g: function () {} };', [
    'method m async',
    'arrow f async',
    'method g',
  ]);
  fns('f(async function () { await 1; });', ['function - async suspends']);
  fns('x.handler = async () => {};', ['arrow handler async']);
  it('a module that awaits suspends', () => equal(factsOf('await f();').module.suspends, true));
});

describe('names: members', () => {
  const member = (source: string, name: string, expected: string) =>
    it(`${name} in ${source}`, () => {
      const owner = factsOf(source).owners[0]!;
      const found = owner.members.get(name);
      equal(
        found
          ? [found.access, found.isStatic && 'static', found.readonly && 'readonly', found.kind]
              .filter(Boolean)
              .join(' ')
          : 'none',
        expected,
      );
    });
  member('class C { x }', 'x', 'public field');
  member('class C { #x }', '#x', 'private field');
  member('class C { private static readonly x = 1 }', 'x', 'private static readonly field');
  member('class C { protected x() {} }', 'x', 'protected method');
  member('class C { get x() {} set x(v) {} }', 'x', 'public getter');
  member('class C { constructor(private readonly x: X, y: Y) {} }', 'x', 'private readonly parameter-property');
  member('class C { constructor(private readonly x: X, y: Y) {} }', 'y', 'none');
  member('class C { declare x; }', 'x', 'public field');
  member('class C { "x-y" = 1 }', 'x-y', 'public field');
  member('class C { [x] = 1 }', 'x', 'none');
  member('const o = { x: 1, m() {} };', 'x', 'public field');
  member('const o = { x: async () => {}, m() {} };', 'x', 'public method');
});
