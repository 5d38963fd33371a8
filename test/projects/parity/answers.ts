import fs, { promises as fsp, readFileSync } from 'node:fs';
import * as path from 'path';
import { EventEmitter, once } from 'node:events';
import { Client, connect, type Options, Named as Renamed } from './lib.mts';
import Default from './lib.mts';

type Plain = { a: number };
type Either = Client | undefined;
type Key = keyof Plain;
enum Color { Red, Green }
interface Thenable<T> { then(done: (value: T) => void): void }
class Sub extends Map<string, Promise<number>> {}
class Late<T> extends Promise<T> {}
class Own implements AsyncDisposable {
  async [Symbol.asyncDispose](): Promise<void> {}
  stop = () => {};
  static create(): Own { return new Own(); }
}

const promise = connect();
const maybe: Promise<Client> | null = null;
const union: Promise<string> | Promise<number> | undefined = undefined as never;
const mixed: Promise<string> | string = '';
const nested: Promise<Promise<Plain | undefined>> = null!;
const thenable: Thenable<Client> = null!;
const late = new Late<Plain>(() => {});
const anything: any = 1;
const nothing: unknown = 1;
const never: never = null as never;
const text = 'text';
const count: number | undefined = 1;
const flag: boolean | null = true;
const big = 10n;
const color: Color = Color.Red;
const key: Key = 'a';
const template: `x${string}` = 'xy';
const branded: string & { readonly brand: 1 } = null!;
const symbol = Symbol('s');
const map = new Map<string, Plain>();
const readonlyMap: ReadonlyMap<string, number> = map as never;
const sub = new Sub();
const set: Set<number> | undefined = new Set();
const weak = new WeakMap<object, string>();
const weakSet = new WeakSet();
const array = [1, 2];
const tuple: [string, number] = ['', 1];
const readonlyArray: readonly Plain[] = [];
const record: Record<string, Plain> = {};
const finite: Record<'a' | 'b', Plain> = null!;
const dictionary: { [id: string]: Plain } = {};
const environment = process.env;
const controller = new AbortController();
const signal: AbortSignal | undefined = controller.signal;
const classItself = Client;
const instance: Either = new Client();
const renamed = new Renamed();
const byDefault = new Default();
const own = Own.create();
const anonymous = new (class { close() {} })();
const literal = { dispose() {}, a: 1 };
const stream = fs.createReadStream('x');
const arrow = async (a: number) => a;
const overloaded = readFileSync;
const emitter = new EventEmitter();
const timer = setInterval(() => {}, 1);
const namespace = path;
const colors = Color;
const element = document.createElement('div');
const asyncIterable: AsyncIterable<string> = null!;
const iterated = asyncIterable[Symbol.asyncIterator]();
async function* generate(): AsyncGenerator<number> { yield 1; }
const generator = generate();
const readable = new Response('').body;

function generic<T extends Client, U, V extends Promise<T>>(a: T, b: U, c: V, d: T[], e: keyof T) {
  a.close();
  return [a, b, c, d, e] as const;
}

export async function calls(options: Options, ...rest: string[]) {
  await promise;
  await fsp.readFile('a');
  await fs.promises.mkdir('b', { recursive: true });
  readFileSync('c');
  path.join('a', ...rest);
  await once(emitter, 'x', { signal: controller.signal });
  emitter.on('y', async () => {});
  (await connect()).close();
  instance?.close();
  this_is.later();
  const { client, nested: { deep } } = await open();
  client.close();
  deep.then((x) => x);
  const shorthand = { client, options };
  process.env.HOME;
  setTimeout(() => {}, 1).unref();
  map.get('a')?.a.toFixed();
  dictionary.b?.a;
  await Promise.all([promise, fsp.stat('x')]);
  for await (const chunk of stream) void chunk;
  return shorthand;
}

const this_is = { later() {} };
async function open() {
  return { client: await connect(), nested: { deep: promise } };
}
function over(a: string): string;
function over(a: number): number;
function over(a: never): never {
  return a;
}
over(1);
namespace Space {
  export class Inside {}
  export const value = new Inside();
}
Space.value;
export { over, generic, literal as exported };
export const printed = { fn: connect, opts: null as Options | null };
