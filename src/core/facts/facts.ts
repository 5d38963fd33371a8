/** What one walk of a file yields. Everything rules and the flow analysis need is here; nothing of it asks a checker. */
import type { Node, SourceTree } from '../syntax.ts';
import type { Graph } from './graph.ts';

export type BindingKind =
  | 'const'
  | 'let'
  | 'var'
  | 'using'
  | 'parameter'
  | 'function'
  | 'class'
  | 'import'
  | 'catch'
  | 'other';

/** A name that core resolves itself. */
export interface Binding {
  readonly id: number;
  readonly name: string;
  readonly kind: BindingKind;
  /** The identifier that declares it. */
  readonly ident: Node;
  /** VariableDeclaration, BindingElement, Parameter, FunctionDeclaration, ClassDeclaration, ImportSpecifier, … */
  readonly declaration: Node;
  readonly scope: Scope;
  /** The expression it starts with, where it's a plain `name = init` or a property taken out of one (`path`). */
  readonly init: Node | undefined;
  /** For `const { a: { b } } = init`: `['a', 'b']`; undefined where the pattern has an index, default or rest. */
  readonly path: readonly string[] | undefined;
  readonly importedFrom: { readonly module: string; readonly name: string } | undefined;
  exported: boolean;
}

export interface Scope {
  readonly node: Node;
  readonly fn: Fn;
  readonly parent: Scope | undefined;
  readonly names: Map<string, Binding>;
}

export type FnKind = 'module' | 'function' | 'arrow' | 'method' | 'constructor' | 'getter' | 'setter' | 'initializer';
export type Access = 'public' | 'protected' | 'private';

/** A function, or code that runs as one: the module's top level, a field initialiser, a static block. */
export interface Fn {
  readonly id: number;
  readonly node: Node;
  readonly kind: FnKind;
  readonly name: string | undefined;
  readonly async: boolean;
  readonly generator: boolean;
  readonly parent: Fn | undefined;
  /** Whose `this` its body sees (arrows inherit); undefined in plain functions and at module level. */
  readonly self: ThisOwner | undefined;
  /** The class or object it is a member of: methods, accessors, and fields that hold a function. */
  readonly member: Member | undefined;
  /** Its own body has an `await`, `for await`, `yield` in an async generator, or `await using`. */
  suspends: boolean;
  /** It calls `.then`, `.catch`, `.finally` or `.runExclusive`: its effects go on after it returned. */
  chains: boolean;
}

/** A class, or an object literal with methods: what `this` stands for in its members. */
export interface ThisOwner {
  readonly id: number;
  readonly node: Node;
  readonly kind: 'class' | 'object';
  readonly name: string | undefined;
  /** The binding that holds the class or the object literal. */
  binding: Binding | undefined;
  readonly members: Map<string, Member>;
  readonly superclass: Node | undefined;
  /** The superclass, when this file declares it. */
  base: ThisOwner | undefined;
  exported: boolean;
}

export interface Member {
  readonly owner: ThisOwner;
  /** `client`, `#client`. */
  readonly name: string;
  readonly isStatic: boolean;
  readonly access: Access;
  readonly readonly: boolean;
  readonly kind: 'field' | 'method' | 'getter' | 'setter' | 'parameter-property';
  readonly declaration: Node;
  readonly initializer: Node | undefined;
  readonly type: Node | undefined;
  readonly decorated: boolean;
}

/** Words of the user's own configuration. */
export interface Vocabulary {
  /** Callees that run their callback alone: `withLock`, `this.queue.add`. */
  readonly guards: readonly string[];
  /** Pairs of methods that open and close a region: `takeLease/returnLease`. */
  readonly locks: readonly string[];
}

/** What the walk of a file found. */
export interface Found {
  readonly tree: SourceTree;
  /** The file's path from the folder that holds its project's: what folders say of it, not where a checkout lies. */
  readonly place: string;
  readonly vocabulary: Vocabulary;
  readonly module: Fn;
  readonly functions: readonly Fn[];
  readonly owners: readonly ThisOwner[];
  readonly bindings: readonly Binding[];
  /** Every `x.name`, `x?.name`, `x['name']`, `x.#name`, by name. */
  readonly accesses: ReadonlyMap<string, readonly Node[]>;
  /** Every identifier in expression position, by text. */
  readonly identifiers: ReadonlyMap<string, readonly Node[]>;
  /** Calls and `new` expressions in source order. */
  readonly calls: readonly Node[];
  readonly hasExports: boolean;
}

export interface Facts extends Found {
  functionOf(node: Node): Fn;
  functionAt(node: Node): Fn | undefined;
  ownerAt(node: Node): ThisOwner | undefined;
  scopeOf(node: Node): Scope;
  /** The binding that an identifier in expression position resolves to in this file. */
  resolve(identifier: Node): Binding | undefined;
  lookup(name: string, from: Node): Binding | undefined;
  /** Uses of a binding in expression position, its declaration excluded. */
  references(binding: Binding): readonly Node[];
  /** Never assigned after its declaration. */
  isConstant(binding: Binding): boolean;
  /** The calls whose `calleeName` passes, in source order. */
  callsTo(test: (name: string) => boolean): readonly Node[];
  graph(fn: Fn): Graph;
}
