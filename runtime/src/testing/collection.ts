/** What changes a collection, by method. */
const CHANGING = new Map<new () => object, readonly string[]>([
  [Map, ['set', 'delete', 'clear']],
  [Set, ['add', 'delete', 'clear']],
  [Array, ['push', 'pop', 'shift', 'unshift', 'splice', 'sort', 'reverse', 'fill', 'copyWithin']],
]);

type Method = (...args: unknown[]) => unknown;

/** @internal Whether what is shown of a value can change while the value stays the same. */
export function isCollection(value: unknown): value is object {
  return value instanceof Map || value instanceof Set || Array.isArray(value);
}

/** @internal What is in it, to tell later whether that has changed. */
export function contentOf(value: unknown): readonly unknown[] {
  if (value instanceof Map) return [...value].flat();
  if (value instanceof Set || Array.isArray(value)) return [...value];
  return [value];
}

/** @internal */
export function sameContent(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((one, at) => Object.is(one, b[at]));
}

/**
 * Tells when a method changes a Map, Set or array, or one of a class derived from these. The object stays the same: it
 * gets methods of its own over those of its class, which no enumeration shows. Returns what takes them off.
 *
 * @internal
 */
export function listen(collection: object, changed: (entry: Method) => void): () => void {
  const put: [name: string, method: Method][] = [];
  for (const [type, names] of CHANGING) {
    if (!(collection instanceof type)) continue;
    for (const name of names) {
      const real: unknown = Reflect.get(collection, name);
      if (typeof real !== 'function' || Object.hasOwn(collection, name)) continue;
      const method: Method = function (this: unknown, ...args) {
        const result: unknown = Reflect.apply(real, this, args);
        // A delete of what is not there changes nothing.
        if (this === collection && !(name === 'delete' && result === false)) changed(method);
        return result;
      };
      const descriptor = { value: method, writable: true, enumerable: false, configurable: true };
      if (Reflect.defineProperty(collection, name, descriptor)) put.push([name, method]);
    }
  }
  return () => {
    for (const [name, method] of put) {
      if (Reflect.getOwnPropertyDescriptor(collection, name)?.value === method)
        Reflect.deleteProperty(collection, name);
    }
  };
}
