/**
 * What describing a type needs of a compiler's checker. `describe.ts` reads types only through this port, so that the
 * answers over TypeScript 7 and over classic TypeScript can't drift apart.
 *
 * `T` and `S` are the compiler's own types and symbols. In TypeScript 7 every method that isn't marked local crosses to
 * another process (about 0.1 ms): callers ask late, and once.
 */
import type { DeclarationKey } from '../../core/answers.ts';
import type { SourceTree } from '../../core/syntax.ts';

export type Form =
  | 'any'
  | 'unknown'
  | 'never'
  /** undefined, null, void */
  | 'nullish'
  | 'primitive'
  | 'union'
  | 'intersection'
  | 'object'
  /** A type parameter, `T[K]`, a conditional type…: known by its constraint only. */
  | 'generic';

/** What a symbol stands for, as far as descriptions tell them apart. */
export interface SymbolTraits {
  /** A function or method and nothing else: its type is a plain function type. */
  readonly plainFunction: boolean;
  readonly method: boolean;
  readonly class: boolean;
  readonly interface: boolean;
  readonly module: boolean;
  readonly enum: boolean;
}

export interface Declared extends DeclarationKey {
  /** A function with a body, as against an overload or a declaration of a type. */
  hasBody(): boolean;
}

export interface TypeSystem<T, S> {
  /** Local. Equal for the same type. */
  typeId(type: T): number;
  /** Local. */
  form(type: T): Form;
  /** Of a union or an intersection. */
  members(type: T): readonly T[];
  constraint(type: T): T | undefined;
  /** `Map<K, V>` of `Map<string, number>`; any other type itself. */
  target(type: T): T;
  typeArguments(type: T): readonly T[];
  baseTypes(type: T): readonly T[];
  /** Local. The instance type of a class, or an interface (generic or not). */
  isInstance(type: T): boolean;
  isTuple(type: T): boolean;
  symbolOf(type: T): S | undefined;
  aliasOf(type: T): S | undefined;
  property(type: T, name: string): S | undefined;
  /** The property `[Symbol.asyncIterator]` and the like. */
  wellKnownProperty(type: T, name: WellKnown): S | undefined;
  propertyNames(type: T): ReadonlyMap<string, S>;
  typeOf(symbol: S): T | undefined;
  /** Has call signatures. */
  isCallable(type: T): boolean;
  /** The type of the first parameter of the first call signature. */
  firstParameter(type: T): T | undefined;
  /** Has a string index signature. */
  isIndexed(type: T): boolean;
  /**
   * As TypeScript prints it for that file, a very long one cut short with `...` (whole, some types are megabytes);
   * names that the file can't reach as `import("…").Name`.
   */
  text(type: T, tree: SourceTree): string;

  /** Local. */
  symbolId(symbol: S): number;
  /** Local. */
  symbolName(symbol: S): string;
  /** Local. */
  traits(symbol: S): SymbolTraits;
  /** Local but for `pos` and `hasBody`, which may load the declaring file. */
  declarations(symbol: S): readonly Declared[];
  /** The symbol that this one is a member or an export of. */
  parent(symbol: S): S | undefined;
  /** Local. */
  isLibrary(file: string): boolean;
}

export type WellKnown = 'asyncIterator' | 'dispose' | 'asyncDispose';

/** The names that both compilers give to the flags read here; their values differ between versions. */
export type TypeFlagNames = Readonly<
  Record<
    | 'Any'
    | 'Unknown'
    | 'Never'
    | 'Undefined'
    | 'Null'
    | 'Void'
    | 'StringLike'
    | 'NumberLike'
    | 'BigIntLike'
    | 'BooleanLike'
    | 'ESSymbolLike'
    | 'EnumLike'
    | 'Union'
    | 'Intersection'
    | 'Object'
    | 'NonPrimitive',
    number
  >
>;

export function formOf(F: TypeFlagNames): (flags: number) => Form {
  const nullish = F.Undefined | F.Null | F.Void;
  // Before unions: `boolean` and enums are unions of their literals.
  const primitive = F.StringLike | F.NumberLike | F.BigIntLike | F.BooleanLike | F.ESSymbolLike | F.EnumLike;
  return (flags) => {
    if (flags & F.Any) return 'any';
    if (flags & F.Unknown) return 'unknown';
    if (flags & F.Never) return 'never';
    if (flags & nullish) return 'nullish';
    if (flags & primitive) return 'primitive';
    if (flags & F.Union) return 'union';
    if (flags & F.Intersection) return 'intersection';
    if (flags & (F.Object | F.NonPrimitive)) return 'object';
    return 'generic';
  };
}

export type SymbolFlagNames = Readonly<
  Record<'Function' | 'Method' | 'Class' | 'Interface' | 'ValueModule' | 'NamespaceModule' | 'Enum' | 'Alias', number>
>;

export function traitsOf(F: SymbolFlagNames): (flags: number) => SymbolTraits {
  const module = F.ValueModule | F.NamespaceModule;
  return (flags) => ({
    plainFunction: !!(flags & (F.Function | F.Method)) && !(flags & (F.Class | F.Interface | module)),
    method: !!(flags & F.Method),
    class: !!(flags & F.Class),
    interface: !!(flags & F.Interface),
    module: !!(flags & module),
    enum: !!(flags & F.Enum),
  });
}
