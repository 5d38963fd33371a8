import { deepEqual, equal } from 'node:assert/strict';
import {
  commentsIn,
  isInTry,
  jumpsOut,
  neverEnds,
  ownAwaits,
  ownReturns,
} from '../../../src/core/rewrite/statements.ts';
import { textOf } from '../../../src/core/syntax.ts';
import { marked } from './support.ts';

const of = (body: string) => marked(`async function f() { ${body} }`);

describe('statements', () => {
  it('return and wait for themselves only, not for functions inside them', () => {
    const { facts, nodes } = of(
      '/*<*/ await a(); const g = async () => { await b(); return 1; }; if (g) return 2; /*>*/',
    );
    deepEqual(
      ownAwaits(facts.tree, nodes).map((n) => textOf(facts.tree, n)),
      ['await a()'],
    );
    deepEqual(
      ownReturns(facts.tree, nodes).map((n) => textOf(facts.tree, n)),
      ['return 2;'],
    );
  });

  it('leave by a break or continue whose target is outside', () => {
    const jumps = (body: string) => {
      const { facts, nodes } = of(body);
      return jumpsOut(facts.tree, nodes).map((n) => textOf(facts.tree, n));
    };
    deepEqual(jumps('for (;;) { /*<*/ if (a) continue; for (;;) break; switch (b) { case 1: break; } /*>*/ }'), [
      'continue;',
    ]);
    deepEqual(jumps('x: for (;;) { for (;;) { /*<*/ if (a) break x; /*>*/ } }'), ['break x;']);
    deepEqual(jumps('for (;;) { /*<*/ y: for (;;) { for (;;) continue y; } /*>*/ }'), []);
  });

  it('never end when each way through them returns or throws', () => {
    const ends = (body: string) => {
      const { facts, nodes } = of(`/*<*/ ${body} /*>*/`);
      return !neverEnds(facts.tree, nodes);
    };
    equal(ends('if (a) return 1; else throw b;'), false);
    equal(ends('if (a) return 1;'), true);
    equal(ends('try { return a(); } catch { throw b; }'), false);
    equal(ends('try { return a(); } catch { b(); }'), true);
    equal(ends('try { a(); } finally { return 1; }'), false);
  });

  it('are in a try where a promise must be awaited before it leaves', () => {
    const inTry = (body: string) => {
      const { facts, fn, nodes } = of(body);
      return isInTry(facts.tree, nodes[0]!, fn.node);
    };
    equal(inTry('try { /*<*/ a(); /*>*/ } catch {}'), true);
    equal(inTry('try {} catch { /*<*/ a(); /*>*/ }'), false);
    equal(inTry('try {} catch { /*<*/ a(); /*>*/ } finally {}'), true);
    equal(inTry('try {} finally { /*<*/ a(); /*>*/ }'), false);
  });

  it('have comments of both kinds', () => {
    const { facts } = of('/*<*/ a(); // one\n /* two */ /*>*/');
    const from = facts.tree.text.indexOf('a()');
    deepEqual(commentsIn(facts.tree, from, facts.tree.text.indexOf('/*>*/')), ['// one', '/* two */']);
  });
});
