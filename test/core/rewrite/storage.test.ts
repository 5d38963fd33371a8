/** Whether a place can change its form: who sees it, and how it is used. */
import { deepEqual, equal } from 'node:assert/strict';
import { buildFacts } from '../../../src/core/facts/build.ts';
import type { Location } from '../../../src/core/facts/locations.ts';
import { withoutNullish } from '../../../src/core/rewrite/annotations.ts';
import { storageOf, whyItStays } from '../../../src/core/rewrite/storage.ts';
import { usesOf } from '../../../src/core/rewrite/storage-uses.ts';
import { startOf, textOf } from '../../../src/core/syntax.ts';
import { parse } from '../../support/parse.ts';

/** The first location that some function of the program reads under this text. */
function placed(source: string, text: string, fileName?: string) {
  const facts = buildFacts(parse(source, fileName));
  let location: Location | undefined;
  for (const fn of facts.functions)
    for (const block of facts.graph(fn).blocks)
      for (const op of block.ops) if (op.op === 'read' && op.location.text === text) location ??= op.location;
  if (!location) throw new Error(`Nobody reads ${text}.`);
  const storage = storageOf(facts, location);
  return { facts, storage };
}

const why = (source: string, text: string) => {
  const { facts, storage } = placed(source, text);
  return storage ? (whyItStays(facts, storage) ?? 'free') : 'elsewhere';
};

describe('storage', () => {
  it('is free where this file shows all that is done to it', () => {
    equal(why('class A { private x; f() { return this.x; } }', 'this.x'), 'free');
    equal(why('class A { #x; f() { return this.#x; } }', 'this.#x'), 'free');
    equal(why('class A { private static x; f() { return A.x; } }', 'A.x'), 'free');
    equal(why('let x; export function f() { return x; }', 'x'), 'free');
    equal(why('const s = { x: undefined, f() { return s.x; } }; s.f();', 's.x'), 'free');
  });

  it('stays where others may use it', () => {
    equal(why('class A { x; f() { return this.x; } }', 'this.x'), '`x` is public');
    equal(why('class A { protected x; f() { return this.x; } }', 'this.x'), '`x` is protected');
    equal(why('class A { constructor(private x) {} f() { return this.x; } }', 'this.x'), '`x` is a parameter property');
    equal(why('class A { @observable private x; f() { return this.x; } }', 'this.x'), '`x` is decorated');
    equal(why('export let x; export function f() { return x; }', 'x'), '`x` is exported');
    equal(why('let x, y; export function f() { return x; }', 'x'), '`x` is declared together with others');
    equal(why('const s = { x: undefined, f() { return s.x; } }; use(s);', 's.x'), '`s` is handed on');
    equal(why('const s: S = { x: undefined, f() { return s.x; } }; s.f();', 's.x'), '`s` has a declared type');
    equal(why('export const s = { x: undefined, f() { return s.x; } };', 's.x'), '`s` is exported');
    equal(why('class A { private s; f() { return this.s.x; } }', 'this.s.x'), 'elsewhere');
  });

  const uses = (source: string, text: string) => {
    const { facts, storage } = placed(source, text);
    const found = usesOf(facts, storage!);
    const { tree } = facts;
    return {
      known: found.known.map((n) => `${textOf(tree, n)}@${startOf(tree, n)}`),
      doubtful: found.doubtful.map((d) => textOf(tree, d.node)),
      odd: found.odd && textOf(tree, found.odd),
    };
  };

  it('knows its uses through this, the class and an alias of this', () => {
    deepEqual(
      uses('class A { private x; f() { const self = this; return () => self.x; } g() { this.x = 1; } }', 'this.x'),
      {
        known: ['self.x@59', 'this.x@75'],
        doubtful: [],
        odd: undefined,
      },
    );
  });

  it('asks about objects that may be of its class', () => {
    const { doubtful } = uses('class A { private x; f(other: A) { return this.x === other.x; } }', 'this.x');
    deepEqual(doubtful, ['other.x']);
    deepEqual(uses('class A { private x; f() { return this.x; } } use(other.x);', 'this.x').doubtful, []);
  });

  it('sees forms that can not be rewritten', () => {
    const odd = (body: string) => uses(`class A { private x; f(k) { this.x; ${body} } }`, 'this.x').odd;
    equal(odd('const { x } = this;'), 'x');
    equal(odd('return this[k];'), 'this[k]');
    equal(odd("return 'x' in this;"), "'x'");
    equal(odd('const { x } = k;'), undefined);
    equal(uses('let x; let y: typeof x; export function f() { return x; }', 'x').odd, 'x');
  });

  it('strips what stands for nothing from its type', () => {
    const type = (annotation: string) => {
      const { facts, storage } = placed(`class A { private x: ${annotation}; f() { return this.x; } }`, 'this.x');
      return withoutNullish(facts, storage!.type!);
    };
    equal(type('Client | undefined'), 'Client');
    equal(type('null | Client | Other | undefined'), 'Client | Other');
    equal(type('Map<string, Client | null>'), 'Map<string, Client | null>');
    equal(type('undefined'), undefined);
  });
});
