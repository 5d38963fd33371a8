#!/usr/bin/env node
// Syntax of every kind that core reads.
import type { Options } from './lib.mts';
import util = require('node:util');
export * from './lib.mts';
export * as all from './lib.mts';
export type { Options };

@sealed
abstract class Base<T = {}> {
  static #count = 0;
  static { Base.#count++; }
  declare declared: string;
  accessor auto = 1;
  readonly [key: string]: unknown;
  constructor(protected readonly a: number, @param public b?: string) {}
  abstract todo(): void;
  @logged() async method(this: Base, [first, , third = 3, ...more]: number[], { x: { y = 1 } = {}, ...others }: any = {}) {
    first ||= third; first &&= 1; first ??= 2; first **= 2; first >>>= 1;
    return [first, more, y, others];
  }
  get value() { return this.a; }
  set value(v) { void v; }
  *[Symbol.iterator]() { yield* [1]; }
  ;
}
function sealed(..._: any[]): any {}
function param(..._: any[]): any {}
function logged() { return sealed; }

export default async function main() {
  using handle = { [Symbol.dispose]() {} };
  await using later = { async [Symbol.asyncDispose]() {} };
  for await (using item of [] as any) { if (item) continue; else break; }
  outer: for (let i = 0, j = 1; i < j; i++, j--) { do { if (i) break outer; } while (!j); }
  for (const k in {}) with_(k);
  while (false) debugger;
  switch (1 as number) { case 1: { break; } default: throw new Error(`a${1}b${`c`}`); }
  try { await 0; } catch { ; } finally { delete (globalThis as any).z; }
  try { void 0; } catch ({ message }) { typeof message; }
  const o = { a: 1, 'b': 2, [`c`]: 3, 4: 5, ...{}, get d() { return 1; }, async *e() {}, f } satisfies object;
  const g = <T,>(x: T): x is T & string => !!x, h = <any>o, n = o!.a!, r = /re[/]x/giu, b = 1_000n;
  const tag = String.raw`x${n}\u0041`, opt = o?.['a']?.toFixed?.(1), im = import('./lib.mts'), m = import.meta.url;
  new.target; f?.(); new Base_; (0, f)(); a ? b : c; -1 + +1 - ~1; i++ + ++i; x = y = 1;
  return [handle, later, g, h, r, b, tag, opt, im, m, util] as const;
}
function f(this: void, ...args: unknown[]) { return arguments.length + args.length; }
declare function with_(k: unknown): asserts k;
declare const Base_: any, a: any, b: any, c: any; declare let i: number, x: any, y: any;
declare module 'virtual' { export const v: Promise<void>; }
declare global { interface Window { added?: Promise<string> } }
type Mapped<T> = { readonly [K in keyof T]?: T[K] extends infer U ? U[] : never };
type Fn = (new () => Date) | ((...a: [x: string, y?: number, ...z: boolean[]]) => typeof util.inspect);
