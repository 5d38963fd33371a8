/** What is looked at and changed by method. */
const METHODS: readonly (readonly [new () => object, readonly string[]])[] = [
  [Map, ['get', 'has', 'set', 'delete', 'clear']],
  [Set, ['has', 'add', 'delete', 'clear']],
  [WeakMap, ['get', 'has', 'set', 'delete']],
  [WeakSet, ['has', 'add', 'delete']],
  [Array, ['push', 'pop', 'shift', 'unshift', 'splice', 'sort', 'reverse', 'fill', 'copyWithin']],
];

type Method = (...args: unknown[]) => unknown;

/** @internal A collection whose entries have keys. */
export type Keyed = Map<unknown, unknown> | Set<unknown> | WeakMap<object, unknown> | WeakSet<object>;

/** @internal A call of one of its methods, when it has been done. */
export interface Call {
  readonly does: 'look' | 'change';
  /** What it was called with first, where that is a key; `EVERY` for all. */
  readonly key: unknown;
  /** The method, to find who called it. */
  readonly entry: Method;
}

/** @internal */
export const EVERY: unique symbol = Symbol('every entry');

/**
 * Tells of calls of the methods of a Map, Set or array, or one of a class derived from these. The object stays the same:
 * it gets methods of its own over those of its class, which no enumeration shows.
 *
 * @internal
 */
export class Collection {
  readonly #object: object;
  readonly #listeners = new Set<(call: Call) => void>();
  readonly #put: [name: string, method: Method][] = [];

  constructor(object: object) {
    this.#object = object;
  }

  on(listener: (call: Call) => void): void {
    this.#listeners.add(listener);
    if (this.#listeners.size === 1) this.#listen();
  }

  off(listener: (call: Call) => void): void {
    this.#listeners.delete(listener);
    if (this.#listeners.size > 0) return;
    for (const [name, method] of this.#put.splice(0)) {
      if (Reflect.getOwnPropertyDescriptor(this.#object, name)?.value === method)
        Reflect.deleteProperty(this.#object, name);
    }
  }

  #listen(): void {
    const object = this.#object;
    const listeners = this.#listeners;
    for (const name of METHODS.find(([type]) => object instanceof type)?.[1] ?? []) {
      const real: unknown = Reflect.get(object, name);
      if (typeof real !== 'function' || Object.hasOwn(object, name)) continue;
      const method: Method = function (this: unknown, ...args) {
        const result: unknown = Reflect.apply(real, this, args);
        // A delete of what is not there changes nothing.
        const does = name === 'get' || name === 'has' || (name === 'delete' && result === false) ? 'look' : 'change';
        const key = name === 'clear' || Array.isArray(object) ? EVERY : args[0];
        if (this === object) for (const listener of listeners) listener({ does, key, entry: method });
        return result;
      };
      const descriptor = { value: method, writable: true, enumerable: false, configurable: true };
      if (Reflect.defineProperty(object, name, descriptor)) this.#put.push([name, method]);
    }
  }
}

/** @internal */
export function isKeyed(value: unknown): value is Keyed {
  return [Map, Set, WeakMap, WeakSet].some((type) => value instanceof type);
}

/** @internal Whether what is shown of a value can change while the value stays the same. */
export function isCollection(value: unknown): value is object {
  return value instanceof Map || value instanceof Set || Array.isArray(value);
}

/** @internal What is in it, to tell later whether that has changed. */
export function contentOf(value: unknown): readonly unknown[] {
  if (value instanceof Map) return [value, ...[...value].flat()];
  if (value instanceof Set || Array.isArray(value)) return [value, ...value];
  return [value];
}

/** @internal An entry, by the methods of the language: a class of its own may count or order who looks. */
export function entryOf(collection: Keyed, key: unknown): { there: boolean; value: unknown } {
  const type = [Map, Set, WeakMap, WeakSet].find((one) => collection instanceof one) ?? Map;
  const there = type.prototype.has.call(collection as never, key as never);
  if (type === Set || type === WeakSet) return { there, value: there };
  return { there, value: (type as typeof Map).prototype.get.call(collection as never, key) };
}

/** @internal As collections compare keys. */
export function sameKey(a: unknown, b: unknown): boolean {
  return a === b || (Number.isNaN(a) && Number.isNaN(b));
}

/** @internal */
export function sameContent(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((one, at) => Object.is(one, b[at]));
}
