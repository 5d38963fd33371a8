import { ArgumentError } from '../errors.ts';
import { preview } from './preview.ts';
import type { Entry } from './sites.ts';
import type { Absent, StandIn } from './stand-in.ts';

/** @internal Told of every read and write of a property by whoever it was. */
export interface Listener {
  read(value: unknown, entry: Entry): void;
  wrote(value: unknown, entry: Entry): void;
}

/**
 * A property of an object that tells of its reads and writes. The property stays what it is to its users: own or not,
 * enumerable or not, in its place among the keys. While the object has none of its own, the reads come by a stand-in
 * for its prototype.
 *
 * @internal
 */
export class Property {
  readonly #object: object;
  readonly #key: PropertyKey;
  readonly #get: () => unknown;
  readonly #set: (value: unknown) => void;
  readonly #standIn: StandIn;
  readonly #absent: Absent;
  #value: unknown;

  constructor(object: object, key: PropertyKey, listener: Listener, standIn: StandIn) {
    this.#object = object;
    this.#key = key;
    this.#standIn = standIn;
    this.#absent = {
      read: listener.read,
      made: (value, entry) => {
        this.#listen(value, true);
        listener.wrote(value, entry);
      },
    };
    const property = this;
    this.#get = function get(): unknown {
      listener.read(property.#value, get);
      return property.#value;
    };
    this.#set = function set(this: object, value: unknown): void {
      if (Reflect.getOwnPropertyDescriptor(this, key)?.get !== property.#get) {
        // Something that inherits from the object gets one of its own.
        Reflect.defineProperty(this, key, { value, writable: true, enumerable: true, configurable: true });
        return;
      }
      property.#value = value;
      listener.wrote(value, set);
    };
  }

  /** The value now. Code that redefines or deletes the property takes the listening off: here it is put on again. */
  settle(): unknown {
    const descriptor = Reflect.getOwnPropertyDescriptor(this.#object, this.#key);
    if (descriptor === undefined) {
      this.#standIn.await(this.#key, this.#absent);
      return Reflect.get(this.#object, this.#key);
    }
    this.#standIn.leave(this.#key);
    if (descriptor.get === this.#get) return this.#value;
    if (whyNot(this.#object, this.#key) === undefined) this.#listen(descriptor.value, descriptor.enumerable === true);
    return Reflect.get(this.#object, this.#key);
  }

  /** An ordinary property again, with the value it has. */
  restore(): void {
    this.#standIn.leave(this.#key);
    const descriptor = Reflect.getOwnPropertyDescriptor(this.#object, this.#key);
    if (descriptor?.get !== this.#get) return;
    const { enumerable = true } = descriptor;
    const plain = { value: this.#value, writable: true, enumerable, configurable: true };
    Reflect.defineProperty(this.#object, this.#key, plain);
  }

  #listen(value: unknown, enumerable: boolean): void {
    this.#standIn.leave(this.#key);
    this.#value = value;
    Reflect.defineProperty(this.#object, this.#key, {
      get: this.#get,
      set: this.#set,
      enumerable,
      configurable: true,
    });
  }
}

/** @internal Throws if the property can't be watched. It costs little: it is done in every run. */
export function checkProperty(object: object, key: PropertyKey): void {
  const why = whyNot(object, key);
  if (why === undefined) return;
  const shown = typeof key === 'string' ? key : String(key);
  const name = JSON.stringify(shown.replace(/^#/, ''));
  throw new ArgumentError(
    `watch(${preview(object)}, ${preview(key)}): ${why} Give a function that reads it: ` +
      `\`t.watch(${name}, () => …)\`; that shows its value after every step.`,
  );
}

function whyNot(object: object, key: PropertyKey): string | undefined {
  let descriptor = Reflect.getOwnPropertyDescriptor(object, key);
  if (descriptor === undefined) {
    if (isPrivate(object, key)) {
      return 'a `#private` field can be reached by its class only. Make it `private` in the way of TypeScript, or let the class tell it.';
    }
    if (!Object.isExtensible(object))
      return 'the object is frozen or closed and has no such property, so that none can be seen.';
    for (let from: object | null = object; from !== null && descriptor === undefined; ) {
      from = Object.getPrototypeOf(from) as object | null;
      if (from !== null) descriptor = Reflect.getOwnPropertyDescriptor(from, key);
    }
    if (descriptor === undefined) return undefined;
  } else if (descriptor.configurable !== true) {
    return 'the property is frozen or not configurable, so that its reads and writes can not be seen.';
  }
  if ('get' in descriptor) return 'the property is an accessor: watch the property that it reads.';
  return descriptor.writable === true ? undefined : 'the property is read-only, so that nothing can change it.';
}

function isPrivate(object: object, key: PropertyKey): boolean {
  if (typeof key !== 'string') return false;
  if (key.startsWith('#')) return true;
  if (!/^[\w$]+$/.test(key) || key in object) return false;
  for (let from = object; from !== null && from !== Object.prototype; from = Object.getPrototypeOf(from)) {
    const type: unknown = Reflect.getOwnPropertyDescriptor(from, 'constructor')?.value;
    if (typeof type === 'function' && new RegExp(`\\.#${key.replace(/\$/g, '\\$')}(?![\\w$])`).test(String(type)))
      return true;
  }
  return false;
}
