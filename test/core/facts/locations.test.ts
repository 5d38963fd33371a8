/** Which storage an access path means: what the expression behind `/*R*\/` is read or written as. */
import { equal } from 'node:assert/strict';
import { locationOf } from '../../../src/core/facts/locations.ts';
import { textOf } from '../../../src/core/syntax.ts';
import { factsOf, nodeAt } from './support.ts';

/** `this.x of Name`, `module x`, `local x`, `parameter x`, `global x`; `none` where it's no access path. */
function location(source: string, expression: string): string {
  const facts = factsOf(source);
  const node = nodeAt(facts, '/*R*/', (n) => textOf(facts.tree, n) === expression);
  const found = locationOf(facts, node);
  if (!found) return 'none';
  const { root, text } = found;
  if (root.kind === 'this') return `${text} of ${root.owner.name ?? root.owner.kind}`;
  if (root.kind === 'global') return `global ${text}`;
  const { binding } = root;
  if (binding.kind === 'parameter' || binding.kind === 'import') return `${binding.kind} ${text}`;
  return `${binding.scope.fn.kind === 'module' ? 'module' : 'local'} ${text}`;
}

type Row = readonly [source: string, expression: string, expected: string];

function table(rows: readonly Row[]): void {
  for (const [source, expression, expected] of rows) it(source, () => equal(location(source, expression), expected));
}

describe('locations: roots', () => {
  table([
    ['let x; x = /*R*/x;', 'x', 'module x'],
    ['function f() { let x; return /*R*/x; }', 'x', 'local x'],
    ['function f(x) { return /*R*/x.y; }', 'x.y', 'parameter x.y'],
    ['import { x } from "m"; f(/*R*/x.y);', 'x.y', 'import x.y'],
    ['f(/*R*/globalThis.x);', 'globalThis.x', 'global globalThis.x'],
    ['let x; { let x; f(/*R*/x); }', 'x', 'module x'],
    ['let x; function f() { { var x; } return /*R*/x; }', 'x', 'local x'],
    ['let x; function f() { return () => /*R*/x; }', 'x', 'module x'],
    ['try { f(); } catch (x) { g(/*R*/x); }', 'x', 'module x'],
    ['f(/*R*/undefined);', 'undefined', 'none'],
    ['f(/*R*/g().x);', 'g().x', 'none'],
    ['const f = function x() { return /*R*/x; };', 'x', 'local x'],
    ['function f() { return /*R*/x; } let x;', 'x', 'module x'],
    ['function f() { return /*R*/x; } { var x; }', 'x', 'module x'],
    ['namespace N { let x; function f() { return /*R*/x; } }', 'x', 'module x'],
    ['for (const x of xs) f(/*R*/x);', 'x', 'module x'],
  ]);
});

describe('locations: this', () => {
  table([
    ['class C { x; f() { return /*R*/this.x; } }', 'this.x', 'this.x of C'],
    ['class C { #x; f() { return /*R*/this.#x; } }', 'this.#x', 'this.#x of C'],
    ['class C { x; f = () => /*R*/this.x; }', 'this.x', 'this.x of C'],
    ['class C { x; f() { g(() => /*R*/this.x); } }', 'this.x', 'this.x of C'],
    ['class C { x; f() { g(function () { return /*R*/this.x; }); } }', 'this.x', 'none'],
    ['const C = class { x; f() { return /*R*/this.x; } };', 'this.x', 'this.x of C'],
    ['class A { x; f() { class B { g() { return /*R*/this.x; } } } }', 'this.x', 'this.x of B'],
    ['class A { x; f() { return { g() { return /*R*/this.x; } }; } }', 'this.x', 'this.x of object'],
    ['class A { x; f() { return { g: () => /*R*/this.x }; } }', 'this.x', 'this.x of A'],
    ['class A { x; f() { return { h() {}, g: () => /*R*/this.x }; } }', 'this.x', 'this.x of A'],
    ['class C { static x; static f() { return /*R*/this.x; } }', 'this.x', 'module C.x'],
    ['class C { static x; f() { return /*R*/C.x; } }', 'C.x', 'module C.x'],
    ['class C { static x; static f = () => /*R*/this.x; }', 'this.x', 'module C.x'],
    ['class C { static x; static { f(/*R*/this.x); } }', 'this.x', 'module C.x'],
    ['const C = class { static x; static f() { return /*R*/this.x; } };', 'this.x', 'module C.x'],
    ['export default class { static x; static f() { return /*R*/this.x; } }', 'this.x', 'this.x of class'],
    ['const s = { x: 1, f() { return /*R*/this.x; } };', 'this.x', 'module s.x'],
    ['const s = { x: 1, f() { return /*R*/s.x; } };', 's.x', 'module s.x'],
    ['const s = { x: 1, f: function () { return /*R*/this.x; } };', 'this.x', 'module s.x'],
    ['const s = { x: 1, f() { return g(() => /*R*/this.x); } };', 'this.x', 'module s.x'],
    ['const s = { x: 1, f: async () => /*R*/s.x };', 's.x', 'module s.x'],
    ['export default { x: 1, f() { return /*R*/this.x; } };', 'this.x', 'this.x of object'],
    ['class C { constructor(private x: X) {} f() { return /*R*/this.x; } }', 'this.x', 'this.x of C'],
    ['function f() { return /*R*/this.x; }', 'this.x', 'none'],
  ]);
});

describe('locations: aliases', () => {
  table([
    ['class C { x; f() { const self = this; g(() => /*R*/self.x); } }', 'self.x', 'this.x of C'],
    ['class C { x; f() { const c = this.x; return /*R*/c.y; } }', 'c.y', 'this.x.y of C'],
    ['class C { x; f() { const { x } = this; return /*R*/x.y; } }', 'x.y', 'this.x.y of C'],
    ['class C { x; f() { const { x: { y } } = this; return /*R*/y.z; } }', 'y.z', 'this.x.y.z of C'],
    ['class C { x; f() { const { x: c } = this; return /*R*/c.y; } }', 'c.y', 'this.x.y of C'],
    // A local itself is storage of its own: only what it leads to is shared.
    ['class C { x; f() { const c = this.x; return /*R*/c; } }', 'c', 'local c'],
    // Reassigned, defaulted or rest: it may be something else.
    ['class C { x; f() { let c = this.x; c = g(); return /*R*/c.y; } }', 'c.y', 'local c.y'],
    ['class C { x; f() { let c = this.x; return /*R*/c.y; } }', 'c.y', 'this.x.y of C'],
    ['class C { x; f() { const { x = g() } = this; return /*R*/x.y; } }', 'x.y', 'local x.y'],
    ['class C { x; f() { const { ...x } = this; return /*R*/x.y; } }', 'x.y', 'local x.y'],
    ['class C { x; f() { const [x] = this.x; return /*R*/x.y; } }', 'x.y', 'local x.y'],
    ['class C { x; f() { const a = this, b = a; return /*R*/b.x; } }', 'b.x', 'this.x of C'],
    ['const m = new Map(); function f() { const c = m; return /*R*/c.size; }', 'c.size', 'module m.size'],
    ['function f(ctx) { const { x } = ctx; return /*R*/x.y; }', 'x.y', 'parameter ctx.x.y'],
    ['class C { x; f() { const c = this.g(); return /*R*/c.y; } }', 'c.y', 'local c.y'],
    ['class C { f() { return /*R*/(this as any).x; } }', '(this as any).x', 'this.x of C'],
    ['class C { f() { return /*R*/this!.x!.y; } }', 'this!.x!.y', 'this.x.y of C'],
    ['class C { f() { return /*R*/this?.x?.y; } }', 'this?.x?.y', 'this.x.y of C'],
  ]);
});

describe('locations: entries by key', () => {
  const same = (a: string, b: string, expected: boolean, head = 'const m = {}; let k, i; const n = "a";') =>
    it(`${a} is ${expected ? '' : 'not '}${b}`, () => {
      const facts = factsOf(`${head} function f(id) { /*1*/${a}; /*2*/${b}; }`);
      const key = (marker: string, text: string) =>
        locationOf(
          facts,
          nodeAt(facts, marker, (n) => textOf(facts.tree, n) === text),
        )?.key;
      equal(key('/*1*/', a) === key('/*2*/', b), expected);
    });
  same('m[k]', 'm[k]', true);
  same('m[k]', 'm[i]', false);
  same('m["a"]', 'm.a', true);
  same("m['a']", 'm["a"]', true);
  same('m[`a`]', 'm["a"]', true);
  same('m[0]', 'm[0]', true);
  same('m[k]', 'm.k', false);
  same('m[ id ]', 'm[id]', true);
  same('m[id as string]', 'm[id]', true);
  same('m[id + "a"]', 'm[id + "a"]', true);
  same('m[id + "a"]', 'm[id + "b"]', false);
});
