/** How invocations of `f` can overlap, and where they never do. */
import { equal } from 'node:assert/strict';
import { rootOf } from '../../../src/compilers/claims.ts';
import { buildFacts } from '../../../src/core/facts/build.ts';
import { exposureOf } from '../../../src/core/facts/exposure.ts';
import { isSerialised } from '../../../src/core/facts/serialised.ts';
import { calleeName } from '../../../src/core/facts/shapes.ts';
import { K, type Node } from '../../../src/core/syntax.ts';
import { parse } from '../../support/parse.ts';
import { factsOf, fnOf } from './support.ts';

/** `public`, `event by on`, `parallel by map`, `floating`; empty where nothing says that two overlap. */
function exposure(source: string, options: { within?: string; fileName?: string } = {}): string {
  const facts = factsOf(source, options.fileName);
  const found = exposureOf(facts, fnOf(facts, 'f'), options.within ? fnOf(facts, options.within) : undefined);
  const by = (kind: string, node: Node | undefined) => {
    if (!node) return [];
    const name = facts.tree.kind(node) === K.CallExpression ? calleeName(facts.tree, node) : undefined;
    return [name ? `${kind} by ${name}` : kind];
  };
  return [
    ...(found.public ? ['public'] : []),
    ...by('event', found.event),
    ...by('parallel', found.parallel),
    ...(found.floating ? ['floating'] : []),
  ].join(', ');
}

function table(rows: readonly (readonly [source: string, expected: string])[]): void {
  for (const [source, expected] of rows) it(source, () => equal(exposure(source), expected));
}

describe('exposure: others can call it', () => {
  table([
    ['export async function f() {}', 'public'],
    ['async function f() {} export { f };', 'public'],
    ['async function f() {} export { f as g };', 'public'],
    ['async function f() {} export default f;', 'public'],
    ['export const f = async () => {};', 'public'],
    ['export default async function f() {}', 'public'],
    ['async function f() {} module.exports = { f };', 'public'],
    ['async function f() {} exports.f = f;', 'public'],
    ['async function f() {}', ''],
    ['export class C { async f() {} }', 'public'],
    ['export default class C { async f() {} }', 'public'],
    ['class C { async f() {} } export { C };', 'public'],
    ['class C { async f() {} } export const c = new C();', 'public'],
    ['class C { async f() {} } export default new C();', 'public'],
    ['export class C { private async f() {} }', ''],
    ['export class C { f = async () => {}; }', 'public'],
    ['class C { async f() {} }', ''],
    ['export const s = { async f() {} };', 'public'],
    ['export const s = { f: async () => {} };', 'public'],
    ['const s = { async f() {} };', ''],
    ['export class C { async g() { await this.f(); } private async f() {} }', 'public'],
    ['export async function g() { await f(); } async function f() {}', 'public'],
    ['export async function g() { await h(); } async function h() { await f(); } async function f() {}', 'public'],
    ['async function f() { await f(); }', ''],
    ['export function make() { return { async f() {} }; }', 'public'],
    ['export function make() { return async function f() {}; }', 'public'],
  ]);
  describe('but not in programs that run once, told by where they stand in their project', () => {
    const place = (fileName: string, configFile: string, expected: string) =>
      it(`${expected || 'not '} ${fileName} of ${configFile}`, () => {
        const facts = buildFacts(
          parse('export async function f() {}', fileName),
          undefined,
          rootOf({ configFile, folder: '' }),
        );
        equal(exposureOf(facts, fnOf(facts, 'f')).public ? 'public' : '', expected);
      });
    place('/home/me/app/scripts/a.ts', '/home/me/app/tsconfig.json', '');
    place('/repo/packages/scripts/a.ts', '/repo/packages/scripts/tsconfig.json', '');
    place('/home/me/scripts/app/src/a.ts', '/home/me/scripts/app/tsconfig.json', 'public');
    place('/home/bin/app/a.ts', '/home/bin/app/tsconfig.json', 'public');
  });
});

describe('exposure: events', () => {
  table([
    ['async function f() {} s.on("x", f);', 'event by on'],
    ['s.on("x", async function f() {});', 'event by on'],
    ['s.on("x", () => f()); async function f() {}', 'event by on'],
    ['s.on("x", () => { f(); }); async function f() {}', 'event by on, floating'],
    ['s.on("x", async () => { await f(); }); async function f() {}', 'event by on'],
    ['s.on("x", async () => { await g(); }); async function g() { await f(); } async function f() {}', 'event by on'],
    ['class C { g() { s.on("x", this.f.bind(this)); } private async f() {} }', 'event by on'],
    ['class C { g() { s.on("x", this.f); } private f = async () => {}; }', 'event by on'],
    ['class C { g() { const self = this; s.on("x", () => self.f()); } private async f() {} }', 'event by on'],
    ['setInterval(f, 10); async function f() {}', 'event by setInterval'],
    ['app.get("/x", async (req, res) => { await f(); }); async function f() {}', 'event by get'],
    ['cache.get("/x", f); async function f() {}', ''],
    ['w.onmessage = async () => { await f(); }; async function f() {}', 'event'],
    ['new Server({ onRequest: f }); async function f() {}', 'event'],
    ['new Server({ requestHandler: async () => { await f(); } }); async function f() {}', 'event'],
    ['new Server({ handler: f }); async function f() {}', 'public'],
    ['serve({ socket: { async f() {} } });', 'public'],
    ['const o = { socket: { async f() {} } };', ''],
    ['listen({ async onMessage() { await f(); } }); async function f() {}', 'public, event'],
    ['function g() { const o = { async onMessage() { await f(); } }; o.x(); } async function f() {}', ''],
    ['s.once("x", f); async function f() {}', ''],
    ['setTimeout(f, 10); async function f() {}', ''],
  ]);
  it('in JSX', () =>
    equal(exposure('const e = <b onClick={f} />; async function f() {}', { fileName: '/p/a.tsx' }), 'event'));
});

describe('exposure: at once', () => {
  table([
    ['await Promise.all(xs.map(f)); async function f() {}', 'parallel by map'],
    ['await Promise.all(xs.map(async (x) => { await f(x); })); async function f() {}', 'parallel by map'],
    ['xs.forEach(async (x) => { await f(x); }); async function f() {}', 'parallel by forEach'],
    ['xs.forEach((x) => { f(x); }); async function f() {}', 'parallel by forEach, floating'],
    ['await Promise.all(xs.map((x) => f(x))); async function f() {}', 'parallel by map'],
    ['for (const x of xs) tasks.push(f(x)); async function f() {}', 'parallel by push'],
    ['for (const x of xs) out.push(await f(x)); async function f() {}', ''],
    ['tasks.push(f(x)); async function f() {}', ''],
    ['forEach(xs, f); async function f() {} async function forEach(xs, g) { for (const x of xs) await g(x); }', ''],
    ['const ys = xs.map((x) => x + f(x)); function f() {}', ''],
    ['await Promise.all([f(), f()]); async function f() {}', 'floating'],
    ['const a = [f(), f()]; async function f() {}', ''],
    ['f(); async function f() {}', ''],
    ['function g() { f(); } async function f() {}', 'floating'],
    ['void f(); async function f() {}', ''],
    ['function g() { void f(); } async function f() {}', 'floating'],
    ['await f(); async function f() {}', ''],
    ['f().catch(log); async function f() {}', ''],
    ['function g() { f().catch(log); } async function f() {}', 'floating'],
    ['void f().then(g); async function f() {}', ''],
    ['function g() { void f().then(g); } async function f() {}', 'floating'],
    ['f(); f(); async function f() {}', 'floating'],
    ['class C { constructor() { void this.f(); } private async f() {} }', ''],
    ['class C { constructor() { void this.f(); } g() { return this.f(); } private async f() {} }', 'floating'],
    ['function g() { const p = f().then(h); return p; } async function f() {}', ''],
    ['for (const x of xs) await f(x); async function f() {}', ''],
    ['for (const x of xs) f(x); async function f() {}', 'floating'],
    ['return f(); async function f() {}', ''],
    ['f(); function f() {}', ''],
  ]);
});

describe('exposure: the action of a command runs once in a process', () => {
  const head = "import { Command } from 'commander'; const program = new Command(); async function f() {}";
  const build = "program.command('build').option('-w', 'watch')";
  const clean = "program.command('clean')";
  table([
    [`${head} ${build}.action(f);`, ''],
    [`${head} ${build}.action(() => { f(); });`, ''],
    [`${head} ${build}.action(async () => { await f(); });`, ''],
    [`${head} ${build}.action(() => { f(); f(); });`, 'floating'],
    [`${head} ${build}.action(() => { for (const x of xs) f(x); });`, 'floating'],
    [`${head} ${build}.action(() => { s.on('x', () => f()); });`, 'event by on'],
    [`${head} ${build}.action(() => Promise.all(xs.map(f)));`, 'parallel by map'],
    [`${head} ${build}.action(() => { f().catch(log); }); ${clean}.action(() => { f().catch(log); });`, ''],
    [`${head} ${build}.action(() => { f(); }); export function g() { f(); }`, 'public, floating'],
    [`${head} const sub = program.command('a'); sub.action(() => { f(); });`, ''],
    [`${head} withFlags(program.command('a')).action(() => { f(); });`, ''],
    [
      "import type { Command } from 'commander'; function add(p: Command) { p.action(() => { f(); }); } async function f() {}",
      '',
    ],
    ["import yargs from 'yargs'; yargs(x).command('a', 'b', {}, () => { f(); }); async function f() {}", ''],
    ["import cac from 'cac'; const cli = cac(); cli.command('a').action(() => { f(); }); async function f() {}", ''],
    ["import { bot } from './bot'; bot.command('a').action(() => { f(); }); async function f() {}", 'floating'],
    ['store.action(() => { f(); }); async function f() {}', 'floating'],
  ]);
});

describe('exposure: within one call of a function', () => {
  const within = (source: string, expected: string) =>
    it(source, () => equal(exposure(source, { within: 'g' }), expected));
  within('export async function g() { let x; await f(); async function f() {} }', '');
  within(
    'export async function g(xs) { let x; await Promise.all(xs.map(f)); async function f() {} }',
    'parallel by map',
  );
  within('export function g(s) { let x; s.on("x", f); async function f() {} }', 'event by on');
  within('export function g() { let x; return { async f() {} }; }', 'public');
  within('export function g() { let x; const o = { async f() {} }; return o; }', 'public');
  within('export function g() { let x; const o = { async f() {} }; o.f(); }', '');
  within('export function g() { let x; return f; async function f() {} }', 'public');
});

describe('serialised: one after the other', () => {
  const serialised = (source: string, expected: boolean) =>
    it(`${expected ? '' : 'not '}${source}`, () => {
      const facts = factsOf(source);
      equal(isSerialised(facts, fnOf(facts, 'f')), expected);
    });
  const inClass = (body: string) => `class C { ${body} private async f() { await x(); } }`;
  describe('by a lock or a queue', () => {
    serialised('m.runExclusive(async function f() {});', true);
    serialised('m.runExclusive(() => f()); async function f() {}', true);
    serialised('queue.add(f); async function f() {}', true);
    serialised('list.add(f); async function f() {}', false);
    serialised('withLock("a", f); async function f() {}', true);
    serialised('unlock(f); async function f() {}', false);
    serialised(inClass('async g() { await this.mutex.runExclusive(() => this.f()); }'), true);
    serialised(inClass('async g() { await this.mutex.runExclusive(() => this.f()); await this.f(); }'), false);
    serialised(inClass('g() { this.tail = this.tail.then(() => this.f()); }'), true);
    serialised(inClass('g() { this.tail = this.tail.catch(() => {}).then(() => this.f()); }'), true);
    serialised(inClass('g() { this.other = this.tail.then(() => this.f()); }'), false);
    serialised(
      inClass('async g() { await this.lock.acquire(); try { await this.f(); } finally { this.lock.release(); } }'),
      true,
    );
    serialised(inClass('async g() { await this.lock.acquire(); this.lock.release(); await this.f(); }'), false);
  });
  describe('by a kept promise', () => {
    serialised(inClass('g() { return (this.p ??= this.f()); }'), true);
    serialised(inClass('g() { if (!this.p) this.p = this.f(); return this.p; }'), true);
    serialised(
      inClass(
        'g() { if (this.p) return this.p; this.p = this.f().finally(() => { this.p = undefined; }); return this.p; }',
      ),
      true,
    );
    serialised(inClass('g() { if (this.p) return this.p; const p = this.f(); this.p = p; return p; }'), true);
    serialised(inClass('async g() { this.v ??= await this.f(); }'), false);
    serialised(inClass('g() { this.p = this.f(); return this.p; }'), false);
    serialised(
      inClass('g(id) { let p = this.m.get(id); if (!p) { p = this.f(id); this.m.set(id, p); } return p; }'),
      true,
    );
    serialised(inClass('async g(id) { if (this.m.has(id)) return; await y(); this.m.set(id, this.f(id)); }'), false);
  });
  describe('by a busy flag around every call', () => {
    serialised(
      inClass('async g() { if (this.busy) return; this.busy = true; await this.f(); this.busy = false; }'),
      true,
    );
    serialised(inClass('async g() { if (this.busy) return; await this.f(); this.busy = true; }'), false);
  });
  describe('but not what others can reach', () => {
    serialised('class C { async g() { await this.m.runExclusive(() => this.f()); } async f() {} }', false);
    serialised('m.runExclusive(f); export async function f() {}', false);
    serialised('async function f() {}', false);
    serialised('s.on("x", f); async function f() {}', false);
  });
  describe('by the one who calls', () => {
    serialised('const g = once(async function f() {});', true);
    serialised('it("works", async function f() {});', true);
    serialised('(async function f() {})();', true);
    serialised('export function g() { (async function f() {})(); }', false);
    serialised('m.runExclusive(async () => { (async function f() {})(); });', true);
    serialised('f(); async function f() {}', true);
    serialised('f(); f(); async function f() {}', false);
    serialised('await Promise.all([f(1), f(2)]); async function f() {}', false);
    serialised('for (const x of xs) void f(x); async function f() {}', false);
    serialised("import { program } from 'commander'; program.command('a').action(async function f() {});", true);
    serialised("import { program } from 'commander'; program.action(() => f()); async function f() {}", true);
    serialised(
      "import { program } from 'commander'; program.action(() => { f(); f(); }); async function f() {}",
      false,
    );
    serialised("import { bot } from './bot'; bot.command('a').action(async function f() {});", false);
  });
});
