/**
 * The search for an interleaving, as pairs: a shape that goes wrong, and its near twin that does not. A race is shown
 * as `location: how it was tested, suspension -> write`.
 */
import { deepEqual } from 'node:assert/strict';
import { races } from './support.ts';

type Row = readonly [source: string, expected: readonly string[]];

function table(rows: readonly Row[], wrap: (body: string) => string = (body) => body): void {
  for (const [body, expected] of rows)
    it(`${expected.length ? '' : 'not '}${body}`, () => deepEqual(races(wrap(body)), [...expected].sort()));
}

const inMethod = (body: string) => `class C { x; y; busy = false; async f(id) { ${body} } }`;
const unset = 'this.x: unset await g() -> this.x = await g()';

describe('interleavings: test, suspend, assign', () => {
  table(
    [
      ['if (!this.x) this.x = await g();', [unset]],
      ['if (this.x) return this.x; this.x = await g(); return this.x;', [unset]],
      ['if (this.x === undefined) { this.x = await g(); }', [unset]],
      ['if (this.x == null) { this.x = await g(); }', [unset]],
      ['if (typeof this.x === "undefined") { this.x = await g(); }', [unset]],
      ['if (!this.x && id) this.x = await g();', [unset]],
      ['if (!id || this.x) return; this.x = await g();', [unset]],
      ['this.x = this.x ?? (await g());', ['this.x: unset data await g() -> this.x = this.x ?? (await g())']],
      ['this.x ??= await g();', ['this.x: unset data await g() -> this.x ??= await g()']],
      ['this.x ||= await g();', ['this.x: unset data await g() -> this.x ||= await g()']],
      ['return this.x || (this.x = await g());', [unset]],
      ['return this.x ? this.x : (this.x = await g());', [unset]],
      ['const v = this.x; if (v) return v; this.x = await g();', [unset]],
      ['const { x } = this; if (!x) this.x = await g();', [unset]],
      ['const { x: v } = this; if (v) return v; this.x = await g();', [unset]],
      ['const self = this; if (!self.x) self.x = await g();', ['this.x: unset await g() -> self.x = await g()']],
      ['let v = this.x; if (!v) { v = await g(); this.x = v; } return v;', ['this.x: unset await g() -> this.x = v']],
      ['if (!this.x) { const v = await g(); await h(v); this.x = v; }', ['this.x: unset await g() -> this.x = v']],
      ['switch (this.x) { case undefined: this.x = await g(); }', [unset]],
      ['switch (this.x) { case 1: return; case null: this.x = await g(); }', [unset]],
      ['switch (this.x) { case 1: this.x = await g(); }', ['this.x: test await g() -> this.x = await g()']],
      ['while (!this.x) this.x = await g();', [unset]],
      ['const has = !!this.x; if (has) return; this.x = await g();', [unset]],
      ['const v = this.x; if (v && id) h(v); if (!v) this.x = await g();', [unset]],
      ['if (!this.x) { try { this.x = await g(); } catch { h(); } }', [unset]],
      [
        'if (!this.x) for await (const v of id) this.x = v;',
        ['this.x: unset for await (const v of id) this.x = v; -> this.x = v'],
      ],
      ['if (this.x) return; for (const v of id) { await g(); } this.x = 1;', ['this.x: unset await g() -> this.x = 1']],
    ],
    inMethod,
  );
  describe('none where nothing comes in between', () => {
    table(
      [
        ['if (!this.x) this.x = g(); await this.x;', []],
        ['if (!this.x) this.x = g(); return this.x;', []],
        ['await g(); if (!this.x) this.x = h();', []],
        ['const v = await g(); if (this.x) return; this.x = v;', []],
        ['this.x ??= g(); return await this.x;', []],
        ['if (!this.x) this.y = await g();', []],
        ['if (!this.x) { this.x = new X(); await this.x.start(); }', []],
        ['if (this.x) { await g(); return; } this.x = 1;', []],
        ['switch (this.x) { case undefined: this.x = g(); await this.x; }', []],
        ['await g(); switch (this.x) { case undefined: this.x = 1; }', []],
        ['const h = async () => { await g(); }; if (!this.x) this.x = h;', []],
        ['if (id) await g(); this.x = 1;', []],
        ['if (this.x) await g(); else this.x = 1;', []],
        ['const v = this.x; if (v) await g(v); if (!v) this.x = 1;', []],
        ['const has = !!this.x; if (has) await g(); if (!has) this.x = 1;', []],
      ],
      inMethod,
    );
  });
  describe('none where the test is made again', () => {
    table(
      [
        ['if (this.x) return; const v = await g(); if (this.x) return; this.x = v;', []],
        ['if (!this.x) { const v = await g(); if (!this.x) this.x = v; }', []],
        ['if (this.x) return; const v = await g(); this.x ??= v;', []],
        ['if (this.x) return; const v = await g(); if (this.x === undefined) this.x = v;', []],
        ['if (!this.x) { const v = await g(); this.x = this.x ?? v; }', []],
        ['const n = ++this.y; const v = await g(); if (n !== this.y) return; if (!this.x) this.x = v;', []],
      ],
      inMethod,
    );
  });
  describe('but a test on one way only does not help the other', () => {
    table(
      [
        [
          'if (this.x) return; const v = await g(); if (id) { if (this.x) return; } this.x = v;',
          ['this.x: unset await g() -> this.x = v'],
        ],
        ['if (this.x) return; if (id) await g(); this.x = 1;', ['this.x: unset await g() -> this.x = 1']],
        ['if (this.x) return; try { await g(); } finally { this.x = 1; }', ['this.x: unset await g() -> this.x = 1']],
        [
          'if (this.x) return; try { await g(); } catch { return; } this.x = 1;',
          ['this.x: unset await g() -> this.x = 1'],
        ],
        [
          'if (this.x) return; try { await g(); throw new Error(); } catch { this.x = 1; }',
          ['this.x: unset await g() -> this.x = 1'],
        ],
      ],
      inMethod,
    );
  });
});

describe('interleavings: guards', () => {
  table(
    [
      ['if (this.busy) return; this.busy = true; if (!this.x) this.x = await g();', []],
      ['if (!this.x) { if (this.busy) return; this.busy = true; this.x = await g(); }', []],
      [
        'if (this.busy) return; if (!this.x) { this.x = await g(); this.busy = true; }',
        [unset, 'this.busy: unset await g() -> this.busy = true'],
      ],
      [
        'if (this.busy) return; this.busy = true; try { if (!this.x) this.x = await g(); } finally { this.busy = false; }',
        [],
      ],
      ['if (this.busy) log(); this.busy = true; if (!this.x) this.x = await g();', [unset]],
      ['await this.lock.acquire(); try { if (!this.x) this.x = await g(); } finally { this.lock.release(); }', []],
      [
        'if (!this.x) { await this.lock.acquire(); try { this.x = await g(); } finally { this.lock.release(); } }',
        ['this.x: unset await this.lock.acquire() -> this.x = await g()'],
      ],
      ['using held = await this.lock.acquire(); if (!this.x) this.x = await g();', []],
      ['{ using held = await this.lock.acquire(); log(this.x); } this.x = await g();', []],
      ['const before = this.tail; this.tail = h(); await before; if (!this.x) this.x = await g();', []],
      ['if (this.x) return; if (!this.p) this.p = g(); await this.p; this.x = 1;', []],
      [
        'if (this.x) return; this.x = await this.lock.runExclusive(() => g());',
        ['this.x: unset await this.lock.runExclusive(() => g()) -> this.x = await this.lock.runExclusive(() => g())'],
      ],
    ],
    inMethod,
  );
});

describe('interleavings: entries by key', () => {
  const inCache = (body: string) => `class C { m = new Map(); async f(id, other) { ${body} } }`;
  const entry = 'this.m[id]: unset await g(id) -> this.m.set(id, v)';
  table(
    [
      ['if (!this.m.has(id)) { const v = await g(id); this.m.set(id, v); }', [entry]],
      ['const hit = this.m.get(id); if (hit) return hit; const v = await g(id); this.m.set(id, v); return v;', [entry]],
      ['let v = this.m.get(id); if (!v) { v = await g(id); this.m.set(id, v); } return v;', [entry]],
      ['if (this.m.get(id) === undefined) { const v = await g(id); this.m.set(id, v); }', [entry]],
      [
        'const m = this.m; if (!m.has(id)) { const v = await g(id); m.set(id, v); }',
        ['this.m[id]: unset await g(id) -> m.set(id, v)'],
      ],
      [
        'const { m } = this; if (!m.has(id)) { const v = await g(id); m.set(id, v); }',
        ['this.m[id]: unset await g(id) -> m.set(id, v)'],
      ],
      ['if (!this.m[id]) this.m[id] = await g(id);', ['this.m[id]: unset await g(id) -> this.m[id] = await g(id)']],
      ['if (!(id in this.m)) this.m[id] = await g(id);', ['this.m[id]: unset await g(id) -> this.m[id] = await g(id)']],
      ['this.m[id] ??= await g(id);', ['this.m[id]: unset data await g(id) -> this.m[id] ??= await g(id)']],
      ['if (!this.m.has(id)) { const v = await g(id); this.m.set(other, v); }', []],
      ['if (!this.m.has(id)) this.m.set(id, g(id)); return this.m.get(id);', []],
      ['const p = this.m.get(id) ?? g(id); this.m.set(id, p); return await p;', []],
      ['if (this.m.has(id)) return; const v = await g(id); if (!this.m.has(id)) this.m.set(id, v);', []],
      [
        'if (this.s.has(id)) return; this.s.add(id); if (!this.m.has(id)) { const v = await g(id); this.m.set(id, v); }',
        [],
      ],
    ],
    inCache,
  );
});

describe('interleavings: a write computed from an old read', () => {
  const stale = (write: string, suspension = 'await g()') => [`this.x: data ${suspension} -> ${write}`];
  table(
    [
      ['this.x = this.x + (await g());', stale('this.x = this.x + (await g())')],
      ['this.x += await g();', stale('this.x += await g()')],
      ['const v = this.x; await g(); this.x = v + 1;', stale('this.x = v + 1')],
      ['const v = this.x; const w = v.concat(id); await g(); this.x = w;', stale('this.x = w')],
      ['this.x = { ...this.x, id: await g() };', stale('this.x = { ...this.x, id: await g() }')],
      ['const v = this.x; this.x = v + (await g());', stale('this.x = v + (await g())')],
      ['let v = this.x; v = 0; await g(); this.x = v;', []],
      ['const v = await g(); this.x = this.x + v;', []],
      ['this.x = (await g()) + this.x;', []],
      ['const v = this.x; await g(); this.x = 1;', []],
      ['this.x++; await g();', []],
      ['await g(); this.x++;', []],
      ['const v = this.x; await g(); this.y = v;', []],
      ['const v = this.x; await g(); v.close();', []],
      ['const n = this.x; await g(n); this.x = this.x + n;', ['this.x: data await g(n) -> this.x = this.x + n']],
    ],
    inMethod,
  );
});

describe('interleavings: where the code stands', () => {
  table([
    ['let x; async function f() { if (!x) x = await g(); }', ['x: unset await g() -> x = await g()']],
    ['let x; export const f = async () => x ?? (x = await g());', ['x: unset await g() -> x = await g()']],
    [
      'class C { static x; static async f() { if (!C.x) C.x = await g(); } }',
      ['C.x: unset await g() -> C.x = await g()'],
    ],
    [
      'class C { static x; static async f() { if (!this.x) C.x = await g(); } }',
      ['C.x: unset await g() -> C.x = await g()'],
    ],
    [
      'class C { #x; f = async () => { if (!this.#x) this.#x = await g(); }; }',
      ['this.#x: unset await g() -> this.#x = await g()'],
    ],
    [
      'const s = { x: null, async f() { if (!this.x) this.x = await g(); } };',
      ['s.x: unset await g() -> this.x = await g()'],
    ],
    [
      'const s = { x: null, async f() { if (!s.x) this.x = await g(); } };',
      ['s.x: unset await g() -> this.x = await g()'],
    ],
    [
      'function make() { let x; return { async f() { if (!x) x = await g(); } }; }',
      ['x: unset await g() -> x = await g()'],
    ],
    ['async function f() { let x; if (!x) x = await g(); }', []],
    ['class C { async *f() { if (!this.x) { yield 1; this.x = g(); } } }', ['this.x: unset yield 1 -> this.x = g()']],
    ['class C { *f() { if (!this.x) { yield 1; this.x = g(); } } }', []],
  ]);
});

describe('interleavings: then', () => {
  const thenRow = (body: string) => `class C { x; f() { ${body} } }`;
  table(
    [
      [
        'if (!this.x) { return g().then((v) => { this.x = v; }); }',
        ['this.x: unset g().then((v) => { this.x = v; }) -> this.x = v'],
      ],
      [
        'if (this.x) return; g().then((v) => (this.x = v));',
        ['this.x: unset g().then((v) => (this.x = v)) -> this.x = v'],
      ],
      ['if (this.x) return; return g().then((v) => { if (this.x) return; this.x = v; });', []],
      ['if (!this.x) this.x = g().then((v) => v.y); return this.x;', []],
      ['if (this.p) return this.p; this.p = g().then((v) => { this.x = v; }); return this.p;', []],
      ['if (this.x) return; if (this.p) return this.p; this.p = g().then((v) => { this.x = v; }); return this.p;', []],
      ['g().then((v) => { this.x = v; });', []],
    ],
    thenRow,
  );
});

describe('interleavings: helpers', () => {
  const two = (f: string, h: string) => `class C { x; async f() { ${f} } async h() { ${h} } }`;
  const row = (f: string, h: string, expected: readonly string[]) =>
    it(`f: ${f} h: ${h}`, () => deepEqual(races(two(f, h)), expected));
  row('if (!this.x) await this.h();', 'this.x = await g();', [
    'this.x: unset await this.h() -> this.x = await g() in h',
  ]);
  row('if (!this.x) void this.h();', 'this.x = await g();', ['this.x: unset void this.h() -> this.x = await g() in h']);
  row('if (!this.x) await this.h();', 'this.x = g();', []);
  row('if (!this.x) await this.h();', 'if (this.x) return; this.x = g();', []);
  row('if (!this.x) { await g(); await this.h(); }', 'this.x = 1;', ['this.x: unset await g() -> this.x = 1 in h']);
  row('if (!this.x) { await g(); this.h(); }', 'if (!this.x) this.x = 1;', []);
  row('if (this.p) return this.p; this.p = this.h();', 'if (!this.x) this.x = await g();', [
    'this.x: unset await g() -> this.x = await g()',
  ]);
});

describe('interleavings: a promise that all share', () => {
  table(
    [
      ['if (!this.x) { this.p ??= g(); this.x = await this.p; }', []],
      ['if (!this.x) { const p = this.p; this.x = await p; }', []],
      ['if (!this.x) { this.x = await this.g(); }', ['this.x: unset await this.g() -> this.x = await this.g()']],
      ['if (!this.x) { await this.ready; this.x = await g(); }', [unset]],
    ],
    inMethod,
  );
  it('counts where the caller says so', () =>
    deepEqual(races(inMethod('if (!this.x) { this.x = await this.p; }'), { shared: false }), [
      'this.x: unset await this.p -> this.x = await this.p',
    ]));
});
