/** Fixed programs that are broken again: in the ways that are meant, and seen by the lint. `npm run mutants:rules` does all. */
import { equal, ok } from 'node:assert/strict';
import { ruleIds } from '../find.ts';
import { lint } from './lint.ts';
import { mutantsOf, operators } from './mutants.ts';
import { apply, Program } from './program.ts';

const file = `import { KeyedLazy, Lazy, Mutex, TaskRegistry } from '@raceguard/runtime';
`;

/** What an operator makes of a program; each mutant without the import and without blank space at line ends. */
function broken(operator: string, text: string): string[] {
  const found = operators.find(({ name }) => name.startsWith(operator));
  ok(found, `no operator begins with "${operator}"`);
  return [...found.mutants(new Program('fixed.ts', file + text))].map((edits) =>
    apply(file + text, edits)
      .slice(file.length)
      .replaceAll(/\s+/g, ' ')
      .trim(),
  );
}

const cases: readonly [operator: string, from: string, to: string][] = [
  [
    'lock removed',
    'const m = new Mutex(); async function f() { await m.runExclusive(async () => { n = await g(n); }); }',
    'const m = new Mutex(); async function f() { n = await g(n); }',
  ],
  [
    'lock removed',
    'const m = new Mutex(); async function f() { const x = await m.runExclusive(async () => { await g(); return n; }); }',
    'const m = new Mutex(); async function f() { let unlocked; { await g(); unlocked = n; } const x = unlocked; }',
  ],
  [
    'check moved out of the lock',
    'const m = new Mutex(); async function f() { await m.runExclusive(async () => { const x = n; n = await g(x); }); }',
    'const m = new Mutex(); async function f() { const x = n; await m.runExclusive(async () => { n = await g(x); }); }',
  ],
  [
    '`using` is',
    'async function f() { using _l = await m.acquire(); }',
    'async function f() { const _l = await m.acquire(); }',
  ],
  [
    '`finally` dropped',
    'async function f() { try { const x = await g(); return x; } finally { l.release(); } }',
    'async function f() { { const x = await g(); l.release(); return x; } }',
  ],
  ['`finally` deleted', 'try { await g(); } finally { l.release(); }', '{ await g(); }'],
  [
    '`Lazy` is',
    'class A { private readonly c = new Lazy<C>(); async get() { return this.c.get(() => make()); } end() { this.c.peek()?.end(); this.c.reset(); } }',
    'class A { private c: C | undefined; async get() { { if (!this.c) { this.c = await make(); } return this.c; } } end() { this.c?.end(); this.c = undefined; } }',
  ],
  [
    '`KeyedLazy` is',
    'const c = new KeyedLazy<string, C>(); async function f(k: string) { const x = await c.get(k, () => make(k)); x.use(); }',
    'const c = new Map<string, C>(); async function f(k: string) { let x = c.get(k); if (!x) { x = await make(k); c.set(k, x); } x.use(); }',
  ],
  [
    '`TaskRegistry` is',
    'const r = new TaskRegistry(); function f() { void r.track(g()); } async function stop() { await r.idle(); }',
    'const r = new Set<Promise<unknown>>(); function f() { { const task = g(); r.add(task); void task.finally(() => r.delete(task)); } } async function stop() { while (r.size > 0) await Promise.allSettled([...r]); }',
  ],
  [
    '`idle` is a wait',
    'const r = new TaskRegistry<string, void>(); function f(id: string) { void r.track(g(), { id }); } async function stop() { await r.close(); }',
    'const r = new Map<string, Promise<void>>(); function f(id: string) { { const task = g(); r.set(id, task); } } async function stop() { await Promise.allSettled([...r.values()]); r.clear(); }',
  ],
  [
    'await moved between',
    'async function f() { const v = await g(); this.sum += v; }',
    'async function f() { this.sum += await g(); }',
  ],
  [
    'await moved behind',
    'async function f() { await g(); const before = this.n; this.n = before + 1; }',
    'async function f() { const before = this.n; await g(); this.n = before + 1; }',
  ],
  [
    're-check',
    'async function f() { const v = await g(); if (this.closed) return; this.v = v; }',
    'async function f() { const v = await g(); this.v = v; }',
  ],
  [
    're-check',
    'async function f() { try { await g(); } catch (error) { if (isAbortError(error)) throw error; log(error); } }',
    'async function f() { try { await g(); } catch (error) { log(error); } }',
  ],
  ['comparison', 'if (this.current === mine) this.current = undefined;', 'this.current = undefined;'],
  ['check of the signal', 'await g(); signal.throwIfAborted(); act();', 'await g(); act();'],
  [
    'own value',
    'async function f() { const c = make(); this.c = c; await g(c.signal); h({ c }); }',
    'async function f() { const c = make(); this.c = c; await g(this.c!.signal); h({ c: this.c! }); }',
  ],
  ['token instead', 'const run = token.snapshot();', 'const run = token;'],
  ['option dropped', "open(path, { flag: 'wx', mode: 1 });", 'open(path, { mode: 1 });'],
  [
    'option dropped',
    'function f(signal: AbortSignal) { fetch(url, { signal }); }',
    'function f(signal: AbortSignal) { fetch(url); }',
  ],
  ['`Atomics` call', 'Atomics.add(view, 0, 1);', '(view[0]! += 1);'],
];

describe('mutants of fixed programs', () => {
  for (const [operator, from, to] of cases) {
    it(`${operator}: ${from.slice(0, 60)}`, () => equal(broken(operator, from)[0], to));
  }

  it('a value that is the call’s own is no re-check', () => {
    equal(broken('re-check', 'async function f() { const r = await g(); if (!r.ok) throw new Error(); }').length, 0);
  });

  it('the lint finds most in the programs of rules', function () {
    this.timeout(60_000);
    const sound = [...lint(mutantsOf(ruleIds(), { mainOnly: true }))].filter(([, { refused }]) => !refused);
    const missed = sound.filter(([, { codes }]) => codes.length === 0);
    const said = missed.map(([{ rule, line, operator }]) => `${rule}/fixed.ts:${line} ${operator}`).join('\n');
    ok(missed.length <= 0.25 * sound.length, `${missed.length} of ${sound.length} are missed:\n${said}`);
  });
});
