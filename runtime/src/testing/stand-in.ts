import type { Entry } from './sites.ts';

/** @internal Whoever waits for reads and the first write of a property that its object does not have itself. */
export interface Absent {
  read(value: unknown, entry: Entry): void;
  made(value: unknown, entry: Entry): void;
}

/**
 * Stands in for the prototype of an object, to see what happens to properties that the object does not have itself. All
 * but the identity of the prototype is as before: what is own, `in`, `instanceof`, the methods.
 *
 * @internal
 */
export class StandIn {
  readonly #object: object;
  readonly #absent = new Map<PropertyKey, Absent>();
  #real: object | null = null;
  #proxy: object | undefined;

  constructor(object: object) {
    this.#object = object;
  }

  await(key: PropertyKey, absent: Absent): void {
    this.#absent.set(key, absent);
    if (this.#proxy === undefined || Object.getPrototypeOf(this.#object) !== this.#proxy) this.#put();
  }

  leave(key: PropertyKey): void {
    if (!this.#absent.delete(key) || this.#absent.size > 0) return;
    // Unless the program has given it another meanwhile.
    if (Object.getPrototypeOf(this.#object) === this.#proxy) Reflect.setPrototypeOf(this.#object, this.#real);
    this.#proxy = undefined;
  }

  #put(): void {
    const object = this.#object;
    const absent = this.#absent;
    const handler = {
      get(target: object, key: PropertyKey, receiver: unknown): unknown {
        const value: unknown = Reflect.get(target, key, receiver);
        if (receiver === object) absent.get(key)?.read(value, handler.get);
        return value;
      },
      set(target: object, key: PropertyKey, value: unknown, receiver: unknown): boolean {
        const waiting = receiver === object ? absent.get(key) : undefined;
        if (waiting === undefined) return Reflect.set(target, key, value, receiver);
        waiting.made(value, handler.set);
        return true;
      },
    };
    this.#real = Object.getPrototypeOf(object) as object | null;
    const proxy = new Proxy(Object.create(this.#real) as object, handler);
    this.#proxy = Reflect.setPrototypeOf(object, proxy) ? proxy : undefined;
  }
}
