/** The control-flow graph: every way through a body, no way that isn't one. See `paths` for the notation. */
import { deepEqual } from 'node:assert/strict';
import { paths } from './support.ts';

type Row = readonly [body: string, ways: readonly string[]];

function table(rows: readonly Row[], options: Parameters<typeof paths>[1] = {}): void {
  for (const [body, ways] of rows) it(body, () => deepEqual(paths(body, options), [...ways].sort()));
}

describe('graph: branches', () => {
  table([
    ['if (c()) a(); b();', ['c+ a b', 'c- b']],
    ['if (c()) a(); else b(); d();', ['c+ a d', 'c- b d']],
    ['if (c()) return; a();', ['c+', 'c- a']],
    ['if (!c()) return; a();', ['c+ a', 'c-']],
    ['if (c()) { a(); return; } else if (d()) b(); e();', ['c+ a', 'c- d+ b e', 'c- d- e']],
    ['const x = c() ? a() : b(); d();', ['c+ a d', 'c- b d']],
    ['if (c()) throw a(); b();', ['c+ a', 'c- b']],
    ['(c() as boolean) ? a() : b();', ['c+ a', 'c- b']],
  ]);
});

describe('graph: short circuits', () => {
  table([
    ['if (c() && d()) a(); b();', ['c+ d+ a b', 'c+ d- b', 'c- b']],
    ['if (c() || d()) a(); b();', ['c+ a b', 'c- d+ a b', 'c- d- b']],
    ['if (!(c() && !d())) a();', ['c+ d+ a', 'c+ d-', 'c- a']],
    ['c() && a(); b();', ['c+ a b', 'c- b']],
    ['c() || (await a()); b();', ['c+ b', 'c- a ~ b']],
    ['const x = c() ?? a(); b();', ['c+ a b', 'c- b']],
    ['while (c() && d()) a();', ['c+ d+ a c-', 'c+ d-', 'c-']],
    ['const x = !(c() || d()); a();', ['c+ a', 'c- d a']],
  ]);
  describe('assignments test what they write', () => {
    table(
      [
        ['x.y ??= await a(); b();', ['x.y+ a ~ x.y= b', 'x.y- b']],
        ['x.y ||= await a(); b();', ['x.y+ b', 'x.y- a ~ x.y= b']],
        ['x.y &&= await a(); b();', ['x.y+ a ~ x.y= b', 'x.y- b']],
      ],
      { head: 'const x = {}; async function f()' },
    );
  });
});

describe('graph: loops', () => {
  table([
    ['while (c()) a(); b();', ['c+ a c- b', 'c- b']],
    ['do a(); while (c()); b();', ['a c+ a c- b', 'a c- b']],
    ['for (a(); c(); d()) b();', ['a c+ b d c-', 'a c-']],
    ['for (;;) { if (c()) break; a(); } b();', ['c+ b', 'c- a c+ b']],
    ['for (const x of a()) b(); d();', ['a b d', 'a d']],
    ['for (const k in a()) b(); d();', ['a b d', 'a d']],
    ['for await (const x of a()) b(); d();', ['a ~for-await b ~for-await d', 'a ~for-await d']],
    ['while (c()) { if (d()) continue; a(); } b();', ['c+ d+ c- b', 'c+ d- a c- b', 'c- b']],
    ['while (true) { await a(); }', []],
    ['while (true) { if (c()) return; a(); } b();', ['c+', 'c- a c+']],
    ['do { a(); } while (false); b();', ['a b']],
  ]);
});

describe('graph: labels', () => {
  table([
    [
      'outer: while (c()) { while (d()) { if (e()) break outer; if (g()) continue outer; a(); } b(); } h();',
      ['c- h', 'c+ d- b c- h', 'c+ d+ e+ h', 'c+ d+ e- g+ c- h', 'c+ d+ e- g- a d- b c- h'],
    ],
    ['block: { if (c()) break block; a(); } b();', ['c+ b', 'c- a b']],
    ['for (;;) { block: { if (c()) break; } a(); } b();', ['c+ b', 'c- a c+ b']],
    ['outer: for (const x of a()) { for (;;) { continue outer; } } b();', ['a b']],
    [
      'outer: for (;;) { switch (a()) { case 1: break outer; default: continue outer; } } b();',
      ['a 1+ b', 'a 1- a 1+ b'],
    ],
    [
      'outer: { inner: { if (c()) break outer; if (d()) break inner; a(); } b(); } e();',
      ['c+ e', 'c- d+ b e', 'c- d- a b e'],
    ],
  ]);
});

describe('graph: switch', () => {
  table([
    ['switch (c()) { case 1: a(); break; case 2: b(); } d();', ['c 1+ a d', 'c 1- 2+ b d', 'c 1- 2- d']],
    [
      'switch (c()) { case 1: a(); case 2: b(); break; default: e(); } d();',
      ['c 1+ a b d', 'c 1- 2+ b d', 'c 1- 2- e d'],
    ],
    ['switch (c()) { default: a(); case 1: b(); } d();', ['c 1+ b d', 'c 1- a b d']],
    ['switch (c()) { case 1: case 2: a(); return; } d();', ['c 1+ a', 'c 1- 2+ a', 'c 1- 2- d']],
    ['while (g()) { switch (c()) { case 1: continue; } a(); } d();', ['g+ c 1+ g- d', 'g+ c 1- a g- d', 'g- d']],
    ['switch (c()) { case 1: await a(); break; } d();', ['c 1+ a ~ d', 'c 1- d']],
  ]);
});

describe('graph: try', () => {
  table(
    [
      ['try { a(); } catch { b(); } d();', ['a d', 'a! b d']],
      ['try { await a(); } catch { b(); } d();', ['a ~ d', 'a ~! b d', 'a! b d']],
      ['try { a(); } finally { b(); } d();', ['a b d', 'a! b']],
      ['try { a(); } catch { b(); } finally { d(); } e();', ['a d e', 'a! b d e', 'a! b! d']],
      ['try { return a(); } finally { b(); } d();', ['a b', 'a! b']],
      ['try { if (c()) return; a(); } finally { b(); } d();', ['c+ b', 'c- a b d', 'c- a! b']],
      ['try { throw a(); } catch { b(); } d();', ['a b d', 'a! b d']],
      ['try { throw a(); } finally { b(); } d();', ['a b', 'a! b']],
      ['try { a(); } catch { throw b(); } finally { d(); } e();', ['a d e', 'a! b d', 'a! b! d']],
      ['try { try { a(); } finally { b(); } } catch { d(); } e();', ['a b e', 'a b! d e', 'a! b d e', 'a! b! d e']],
      ['try { try { return a(); } finally { b(); } } finally { d(); } e();', ['a b d', 'a b! d', 'a! b d', 'a! b! d']],
      ['try { return a(); } catch { b(); } finally { d(); } e();', ['a d', 'a! b d e', 'a! b! d']],
      ['while (c()) { try { break; } finally { b(); } } d();', ['c+ b d', 'c- d']],
      [
        'while (c()) { try { if (g()) continue; a(); } finally { b(); } } d();',
        ['c+ g+ b c- d', 'c+ g- a b c- d', 'c+ g- a! b', 'c- d'],
      ],
      [
        'o: for (;;) { try { for (;;) { try { break o; } finally { a(); } } } finally { b(); } } d();',
        ['a b d', 'a! b'],
      ],
      ['try { a(); } finally { return b(); } d();', ['a b', 'a! b']],
      ['try { await a(); } finally { await b(); } d();', ['a ~ b ~ d', 'a ~! b ~', 'a! b ~']],
    ],
    { throws: true },
  );
});

describe('graph: using', () => {
  table(
    [
      ['{ using x = a(); b(); } d();', ['a b dispose d', 'a b! dispose', 'a! dispose']],
      ['{ await using x = a(); b(); } d();', ['a b dispose ~using d', 'a b! dispose ~using', 'a! dispose ~using']],
      ['using x = a(); return b();', ['a b dispose', 'a b! dispose', 'a! dispose']],
      [
        'for (;;) { await using x = a(); if (c()) break; } d();',
        [
          'a c+ dispose ~using d',
          'a c- dispose ~using a c+ dispose ~using d',
          'a! dispose ~using',
          'a c- dispose ~using a! dispose ~using',
        ],
      ],
    ],
    { throws: true },
  );
});

describe('graph: suspensions', () => {
  table([
    ['await a(await b());', ['b ~ a ~']],
    ['a(b(), await c(), d());', ['b c ~ d a']],
    ['const { x = await a() } = b(); d();', ['b a ~ d', 'b d']],
    [`a\`\${await b()}\`;`, ['b ~ a']],
    ['for (const x of await a()) await b();', ['a ~ b ~', 'a ~']],
    ['const g = async () => { await a(); }; b();', ['b']],
    ['class C { m = await0(); async n() { await a(); } } b();', ['b']],
    ['x.y = await a();', ['a ~']],
    ['return await a();', ['a ~']],
    ['[await a(), ...await b()];', ['a ~ b ~']],
  ]);
  describe('yield suspends in async generators', () => {
    table(
      [
        ['yield a(); b();', ['a ~yield b']],
        ['yield* a(); b();', ['a ~yield b']],
      ],
      { head: 'async function* f()' },
    );
  });
  describe('and not in others', () => {
    table([['yield a(); b();', ['a b']]], { head: 'function* f()' });
  });
  it('default values of parameters come first', () => {
    deepEqual(paths('b();', { head: 'async function f(x = a())' }), ['a b', 'b']);
  });
});

describe('graph: order of evaluation', () => {
  const head = 'const x = {}; async function f()';
  table(
    [
      ['x.y = a();', ['a x.y=']],
      ['x[a()] = b();', ['a b x[a()]=']],
      ['x.y += await a();', ['a ~ x.y=']],
      ['x.y++; a();', ['x.y= a']],
      ['delete x.y; a();', ['x.y= a']],
      ['[x.y, x.z] = [a(), b()];', ['a b x.y= x.z=']],
      ['({ y: x.y, z: x.z } = await a());', ['a ~ x.y= x.z=']],
      ['[x.y = a(), ...x.z] = b();', ['b a x.y= x.z=', 'b x.y= x.z=']],
      ['({ y: [x.y], ...x.z } = b());', ['b x.y= x.z=']],
      ['for (x.y of a()) b();', ['a', 'a x.y= b']],
      ['a(), b();', ['a b']],
      ['x.y = x.z = a();', ['a x.z= x.y=']],
    ],
    { head },
  );
});
