import { deepEqual } from 'node:assert/strict';
import { buildFacts } from '../../../src/core/facts/build.ts';
import { afterWait } from '../../../src/core/tasks/after.ts';
import { collectionsOf } from '../../../src/core/tasks/collections.ts';
import { completionsOf } from '../../../src/core/tasks/completions.ts';
import { latecomerOf } from '../../../src/core/tasks/latecomers.ts';
import { canReject } from '../../../src/core/tasks/rejections.ts';
import { waitsOf } from '../../../src/core/tasks/waits.ts';
import { parse } from '../../support/parse.ts';

const factsOf = (text: string) => buildFacts(parse(text));

/** `add remove clear`: the uses of the first collection, in source order. */
function uses(text: string): string {
  const [collection] = collectionsOf(factsOf(text));
  return collection ? `${collection.shape}: ${collection.uses.map((u) => u.kind).join(' ')}` : 'none';
}

const inClass = (field: string, body: string) =>
  `export class A { ${field}\n m(p: Promise<void>, id: string) { ${body} } }`;

describe('collections: uses', () => {
  it('of a Set', () => {
    deepEqual(
      uses(
        inClass(
          'tasks = new Set();',
          'this.tasks.add(p); this.tasks.delete(p); this.tasks.clear(); f(this.tasks.size);',
        ),
      ),
      'Set: add remove clear size',
    );
    deepEqual(
      uses(
        inClass(
          '#t = new Set();',
          'this.#t.add(p); [...this.#t]; Promise.all(this.#t); for (const x of this.#t) x; f(this.#t);',
        ),
      ),
      'Set: add copy wait each other',
    );
  });

  it('of a Map', () => {
    deepEqual(
      uses(
        inClass(
          'map = new Map();',
          'this.map.set(id, p); this.map.get(id); Promise.all(this.map.values()); Array.from(this.map.values()); this.map.delete(id);',
        ),
      ),
      'Map: add query wait copy remove',
    );
  });

  it('of an array: what takes one entry out, and what takes all', () => {
    const removing = 'this.l.push(p); this.l.splice(this.l.indexOf(p), 1); this.l = this.l.filter((x) => x !== p);';
    deepEqual(uses(inClass('l = [];', removing)), 'Array: add remove remove');
    deepEqual(
      uses(inClass('l = [];', 'this.l.push(p); const i = this.l.indexOf(p); if (i >= 0) this.l.splice(i, 1);')),
      'Array: add remove',
    );
    deepEqual(
      uses(inClass('l = [];', 'this.l.push(p); f(this.l.splice(0)); this.l.length = 0; this.l = [];')),
      'Array: add take clear clear',
    );
  });

  it('of a record', () => {
    deepEqual(
      uses(
        inClass(
          'r: Record<string, Promise<void>> = {};',
          'this.r[id] = p; delete this.r[id]; Object.values(this.r); this.r = {};',
        ),
      ),
      'Record: add remove copy clear',
    );
  });

  it('through local names, unless the content moves into them', () => {
    deepEqual(uses(inClass('t = new Set();', 'const { t } = this; t.add(p); t.clear();')), 'Set: add clear');
    deepEqual(
      uses(inClass('l = [];', 'this.l.push(p); const batch = this.l; this.l = []; batch.length = 0;')),
      'Array: add take clear',
    );
  });

  it('of variables, statics and object literals', () => {
    deepEqual(uses('const tasks = new Set(); export function add(p) { tasks.add(p); }'), 'Set: add');
    deepEqual(
      uses('class A { static t = new Set(); m(p) { A.t.add(p); } static n(p) { this.t.delete(p); } }'),
      'Set: add remove',
    );
    deepEqual(uses('const o = { t: new Set(), m(p) { this.t.add(p); } }; o.t.clear();'), 'Set: add clear');
  });
});

describe('collections: completions', () => {
  const ends = (body: string) => {
    const facts = factsOf(inClass('t = new Set<Promise<void>>();', body));
    return completionsOf(facts, collectionsOf(facts)[0]!).map((c) => (c.chain ? 'chain' : 'finally'));
  };

  it('by a chain on the promise, before or after it is added', () => {
    deepEqual(ends('this.t.add(p); p.finally(() => this.t.delete(p));'), ['chain']);
    deepEqual(ends('const q = f().catch(log).finally(() => { this.t.delete(q); }); this.t.add(q);'), ['chain']);
    deepEqual(ends('const done = () => this.t.delete(p); this.t.add(p); p.then(done, done);'), ['chain']);
  });

  it('by a finally block of the task', () => {
    deepEqual(ends('const q = (async () => { try { await f(); } finally { this.t.delete(q); } })(); this.t.add(q);'), [
      'finally',
    ]);
  });

  it('not elsewhere', () => {
    deepEqual(ends('this.t.add(p); this.t.delete(p);'), []);
  });
});

describe('collections: waits', () => {
  const config = { strict: false, perRequestTypes: [] };
  const drain = (body: string, members = '') => {
    const facts = factsOf(
      `export class A { t = new Set<Promise<void>>(); open = true; add(p) { ${members} this.t.add(p); } async drain() { ${body} } }`,
    );
    const [collection] = collectionsOf(facts);
    return waitsOf(facts, collection!).map((wait) => {
      const { clears, ends } = afterWait(facts, collection!, wait);
      const late = latecomerOf(facts, config, collection!, wait.fn, wait.suspension);
      return `${clears.length ? 'clears' : ends ? 'ends' : 'loops'}${late ? ' late' : ''}`;
    });
  };

  it('that clear without another look', () => {
    deepEqual(drain('await Promise.all([...this.t]); this.t.clear();'), ['clears late']);
    deepEqual(drain('const p = Array.from(this.t); await Promise.allSettled(p); this.t = new Set();'), ['clears late']);
    deepEqual(drain('const p = [...this.t]; for (const x of p) await x; this.t.clear();'), ['clears late']);
    deepEqual(drain('try { await Promise.all(this.t); } finally { this.t.clear(); }'), ['clears late']);
    deepEqual(drain('return Promise.all(this.t).then(() => { this.t.clear(); });'), ['clears late']);
  });

  it('that look again', () => {
    deepEqual(drain('while (this.t.size > 0) await Promise.all(this.t); this.t.clear();'), ['loops late']);
    deepEqual(drain('do { await Promise.all([...this.t]); } while (this.t.size);'), ['loops late']);
    deepEqual(drain('await Promise.all(this.t);'), ['ends late']);
  });

  it('not of a loop over the Set itself, of a race, or of its size', () => {
    deepEqual(drain('for (const x of this.t) await x; this.t.clear();'), []);
    deepEqual(drain('await Promise.race(this.t); this.t.clear();'), []);
    deepEqual(drain('await f([...this.t].length); this.t.clear();'), []);
  });

  it('after which nothing is added', () => {
    const wait = 'await Promise.all(this.t); this.t.clear();';
    deepEqual(drain(`this.open = false; ${wait}`, 'if (!this.open) return;'), ['clears']);
    deepEqual(drain(`this.open = false; ${wait}`, 'if (!this.open) throw new Error();'), ['clears']);
    deepEqual(drain(`this.open = true; ${wait}`, 'if (!this.open) return;'), ['clears late']);
    deepEqual(drain(wait, 'if (!this.open) return;'), ['clears late']);
  });
});

describe('rejections', () => {
  const rejects = (expression: string, around = '') => {
    const facts = factsOf(`${around}\nconst it = ${expression};`);
    return canReject(facts, facts.bindings.find((b) => b.name === 'it')!.init!);
  };

  it('are possible where nobody handles them', () => {
    deepEqual(rejects('f()'), true);
    deepEqual(rejects('f().then(g).finally(h)'), true);
    deepEqual(rejects('f().catch((e) => { throw e; })'), true);
    deepEqual(rejects('run()', 'async function run() { await f(); }'), true);
    deepEqual(rejects('limit(() => run())', 'async function run() { await f(); }'), true);
    deepEqual(rejects('new Promise((resolve, reject) => f(reject))'), true);
  });

  it('are not where somebody does', () => {
    deepEqual(rejects('f().catch(log).finally(h)'), false);
    deepEqual(rejects('f().then(g, log)'), false);
    deepEqual(rejects('run()', 'async function run() { try { await f(); } catch (e) { log(e); } }'), false);
    deepEqual(rejects('limit(() => run())', 'async function run() { try { await f(); } catch {} }'), false);
    deepEqual(rejects('new Promise((resolve) => f(resolve))'), false);
    deepEqual(rejects('Promise.allSettled(all)'), false);
  });
});
