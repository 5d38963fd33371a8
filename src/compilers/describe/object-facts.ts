/** The facts of an object type, read from its symbol where that suffices and from its members otherwise. */
import type { CollectionKind, DeclarationKey } from '../../core/answers.ts';
import { settle } from './memo.ts';
import { packageOf } from './origin.ts';
import type { TypeFacts } from './type-facts.ts';
import type { SymbolTraits, TypeSystem, WellKnown } from './typing.ts';

const collections: Readonly<Partial<Record<string, CollectionKind>>> = {
  Map: 'Map',
  ReadonlyMap: 'Map',
  Set: 'Set',
  ReadonlySet: 'Set',
  WeakMap: 'WeakMap',
  WeakSet: 'WeakSet',
  Array: 'Array',
  ReadonlyArray: 'Array',
};
const asyncIterables = new Set(['AsyncIterable', 'AsyncIterableIterator', 'AsyncIteratorObject', 'AsyncGenerator']);
const promises = new Set(['Promise', 'PromiseLike']);
const cancellations: Readonly<Partial<Record<string, TypeFacts['cancellation']>>> = {
  AbortSignal: 'signal',
  AbortController: 'controller',
  CancellationToken: 'token',
};
/** By how surely the name means "this is over". */
const disposers = [
  ...['close', 'dispose', 'destroy', 'kill', 'terminate', 'disconnect'],
  ...['quit', 'shutdown', 'end', 'release', 'stop'],
];
const wellKnownDisposers: readonly WellKnown[] = ['dispose', 'asyncDispose'];
const noTraits: SymbolTraits = {
  plainFunction: false,
  method: false,
  class: false,
  interface: false,
  module: false,
  enum: false,
};

export class ObjectFacts<T, S> implements TypeFacts {
  readonly unknown = false;
  readonly primitive = false;
  readonly nullable = false;
  private readonly system: TypeSystem<T, S>;
  private readonly type: T;
  private readonly factsOf: (type: T) => TypeFacts;
  private readonly symbol: S | undefined;
  private readonly traits: SymbolTraits;

  constructor(system: TypeSystem<T, S>, type: T, factsOf: (type: T) => TypeFacts) {
    this.system = system;
    this.type = type;
    this.factsOf = factsOf;
    this.symbol = system.symbolOf(type);
    this.traits = this.symbol === undefined ? noTraits : system.traits(this.symbol);
  }

  get promise(): boolean {
    return settle(this, 'promise', this.findPromise());
  }
  get asyncIterable(): boolean {
    return settle(this, 'asyncIterable', this.findAsyncIterable());
  }
  get callable(): boolean {
    return settle(this, 'callable', this.traits.plainFunction || this.findCallable());
  }
  get collection(): CollectionKind | undefined {
    return settle(this, 'collection', this.findCollection());
  }
  get cancellation(): TypeFacts['cancellation'] {
    return settle(this, 'cancellation', this.isInstance && this.name ? cancellations[this.name] : undefined);
  }
  get name(): string | undefined {
    return settle(this, 'name', this.findName());
  }
  get declared(): DeclarationKey | undefined {
    return settle(this, 'declared', this.symbol === undefined ? undefined : this.system.declarations(this.symbol)[0]);
  }
  get package(): string | undefined {
    return settle(this, 'package', this.symbol === undefined ? undefined : packageOf(this.system, this.symbol));
  }
  get disposer(): string | undefined {
    return settle(this, 'disposer', this.findDisposer());
  }

  private get isInstance(): boolean {
    return this.system.isInstance(this.type);
  }

  private ofLibrary(names: ReadonlySet<string>): boolean {
    return this.isInstance && names.has(this.name ?? '') && this.package === 'lib';
  }

  /** The class, enum or namespace itself, as a value. */
  private get isConstructor(): boolean {
    return !this.isInstance && (this.traits.class || this.traits.enum || this.traits.module);
  }

  private findCallable(): boolean {
    if (this.isInstance ? this.traits.class && !this.traits.interface : this.traits.class) return false;
    return !this.ofLibrary(promises) && !this.libraryCollection && this.system.isCallable(this.type);
  }

  private findPromise(): boolean {
    if (this.ofLibrary(promises)) return true;
    if (this.traits.plainFunction || this.libraryCollection) return false;
    const then = this.system.property(this.type, 'then');
    return then !== undefined && this.isFunction(then);
  }

  private findAsyncIterable(): boolean {
    if (this.ofLibrary(asyncIterables)) return true;
    if (this.traits.plainFunction || this.ofLibrary(promises) || this.libraryCollection) return false;
    return this.system.wellKnownProperty(this.type, 'asyncIterator') !== undefined;
  }

  private get libraryCollection(): CollectionKind | undefined {
    const kind = this.isInstance && this.name ? collections[this.name] : undefined;
    return kind && this.package === 'lib' ? kind : undefined;
  }

  private findCollection(): CollectionKind | undefined {
    if (this.system.isTuple(this.type)) return 'Array';
    const own = this.libraryCollection;
    if (own || this.traits.plainFunction || this.isConstructor) return own;
    if (!this.isInstance) return this.record();
    if (this.package === 'lib') return undefined;
    for (const base of this.system.baseTypes(this.type)) {
      const inherited = this.factsOf(base).collection;
      if (inherited) return inherited;
    }
    return this.traits.interface ? this.record() : undefined;
  }

  private record(): CollectionKind | undefined {
    return this.system.isIndexed(this.type) ? 'Record' : undefined;
  }

  /** An instance by its class or interface, a class itself as `typeof X`, an anonymous type by its alias. */
  private findName(): string | undefined {
    const { system, symbol } = this;
    const name = symbol === undefined ? undefined : system.symbolName(symbol);
    if (name === undefined || name.startsWith('__')) return this.alias;
    if (!this.isConstructor) return name;
    return name.startsWith('"') ? undefined : `typeof ${name}`;
  }

  private get alias(): string | undefined {
    const alias = this.system.aliasOf(this.type);
    return alias === undefined ? undefined : this.system.symbolName(alias);
  }

  private findDisposer(): string | undefined {
    if (this.traits.plainFunction || this.isConstructor || this.ofLibrary(promises) || this.libraryCollection)
      return undefined;
    const names = this.system.propertyNames(this.type);
    for (const name of disposers) {
      const property = names.get(name);
      if (property !== undefined && this.isFunction(property)) return name;
    }
    for (const name of wellKnownDisposers) {
      if (this.system.wellKnownProperty(this.type, name) !== undefined) return `[Symbol.${name}]`;
    }
    return undefined;
  }

  private isFunction(property: S): boolean {
    if (this.system.traits(property).method) return true;
    const type = this.system.typeOf(property);
    return type !== undefined && this.factsOf(type).callable;
  }
}
