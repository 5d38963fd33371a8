/** `TypeSystem` over TypeScript 7. Every call that isn't local is a round trip: results are kept where they recur. */
import type { Node, SourceTree } from '../../core/syntax.ts';
import {
  type Declared,
  type Form,
  formOf,
  type SymbolTraits,
  type TypeSystem,
  traitsOf,
  type WellKnown,
} from '../describe/typing.ts';
import { isLibraryFile } from '../paths.ts';
import type { NativeApi, Sync } from './api.ts';
import { NativeDeclaration } from './declaration.ts';
import type { NativeSession } from './session.ts';

type Type = Sync.Type;
type Symbol = Sync.Symbol;

export class NativeTypes implements TypeSystem<Type, Symbol> {
  private readonly session: NativeSession;
  private readonly sync: NativeApi['sync'];
  private readonly shorthand: number;
  private readonly project: Sync.Project;
  private readonly fileName: (path: string) => string;
  private readonly formOf: (flags: number) => Form;
  private readonly traitsOf: (flags: number) => SymbolTraits;
  private readonly properties = new Map<number, ReadonlyMap<string, Symbol>>();
  private readonly aliased = new Map<number, Symbol | undefined>();

  /** `fileName`: from the path in a handle, which may have lost its case. */
  constructor(session: NativeSession, project: Sync.Project, fileName: (path: string) => string) {
    this.session = session;
    this.sync = session.native.sync;
    this.shorthand = session.native.ast.SyntaxKind.ShorthandPropertyAssignment;
    this.project = project;
    this.fileName = fileName;
    this.formOf = formOf(this.sync.TypeFlags);
    this.traitsOf = traitsOf(this.sync.SymbolFlags);
  }

  typeId(type: Type): number {
    return type.id;
  }
  form(type: Type): Form {
    return this.formOf(type.flags);
  }
  members(type: Type): readonly Type[] {
    return type.isUnionType() || type.isIntersectionType() ? this.ask(() => type.getTypes(), []) : [];
  }
  constraint(type: Type): Type | undefined {
    return this.ask((checker) => checker.getBaseConstraintOfType(type), undefined);
  }
  target(type: Type): Type {
    return type.isTypeReference() && !type.isClassOrInterface() ? this.ask(() => type.getTarget(), type) : type;
  }
  typeArguments(type: Type): readonly Type[] {
    return type.isTypeReference() ? this.ask((checker) => checker.getTypeArguments(type), []) : [];
  }
  baseTypes(type: Type): readonly Type[] {
    return type.isClassOrInterface() ? this.ask((checker) => checker.getBaseTypes(type), []) : [];
  }
  isInstance(type: Type): boolean {
    return type.isClassOrInterface() && !type.isTupleType();
  }
  isTuple(type: Type): boolean {
    return type.isTupleType();
  }
  symbolOf(type: Type): Symbol | undefined {
    return this.ask(() => type.getSymbol(), undefined);
  }
  aliasOf(type: Type): Symbol | undefined {
    return this.ask(() => type.getAliasSymbol(), undefined);
  }
  property(type: Type, name: string): Symbol | undefined {
    const known = this.properties.get(type.id);
    return known ? known.get(name) : this.ask((checker) => checker.getPropertyOfType(type, name), undefined);
  }
  wellKnownProperty(type: Type, name: WellKnown): Symbol | undefined {
    // Its real name has a byte that can't be sent, so it can't be asked for by name.
    for (const [key, symbol] of this.propertyNames(type)) if (key.startsWith(`__@${name}@`)) return symbol;
    return undefined;
  }
  propertyNames(type: Type): ReadonlyMap<string, Symbol> {
    let names = this.properties.get(type.id);
    if (!names) {
      names = new Map(this.ask((checker) => checker.getPropertiesOfType(type), []).map((p) => [p.name, p]));
      this.properties.set(type.id, names);
    }
    return names;
  }
  typeOf(symbol: Symbol): Type | undefined {
    return this.ask((checker) => checker.getTypeOfSymbol(symbol), undefined);
  }
  isCallable(type: Type): boolean {
    return this.callSignatures(type).length > 0;
  }
  firstParameter(type: Type): Type | undefined {
    const [signature] = this.callSignatures(type);
    if (!signature?.parameters.length) return undefined;
    return this.ask((checker) => checker.getParameterType(signature, 0), undefined);
  }
  isIndexed(type: Type): boolean {
    const ofString = this.sync.TypeFlags.String;
    return this.ask((checker) => checker.getIndexInfosOfType(type), []).some((info) => info.keyType.flags & ofString);
  }
  text(type: Type, tree: SourceTree): string {
    const flags = this.sync.NodeBuilderFlags.AllowUniqueESSymbolType;
    return doubleQuoted(this.ask((checker) => checker.typeToString(type, tree.root as never, flags), 'any'));
  }

  symbolId(symbol: Symbol): number {
    return symbol.id;
  }
  symbolName(symbol: Symbol): string {
    // `#secret` carries the number of its class.
    if (symbol.name.startsWith('__#')) return symbol.name.slice(symbol.name.indexOf('@') + 1);
    if (symbol.name !== 'default' && symbol.name !== '__class') return symbol.name;
    const node = symbol.declarations[0]?.resolve(this.project) as { name?: { text?: string } } | undefined;
    return node?.name?.text ?? symbol.name;
  }
  traits(symbol: Symbol): SymbolTraits {
    return this.traitsOf(symbol.flags);
  }
  declarations(symbol: Symbol): readonly Declared[] {
    return symbol.declarations.map((handle) => new NativeDeclaration(this.fileName(handle.path), handle, this.project));
  }
  parent(symbol: Symbol): Symbol | undefined {
    return this.ask(() => symbol.getParent(), undefined);
  }
  isLibrary(file: string): boolean {
    return isLibraryFile(file);
  }

  /** `shorthand`: the node is the name in `{ name }`, the variable is meant. */
  symbolAt(node: Node, shorthand: boolean): Symbol | undefined {
    if (!shorthand) return this.ask((checker) => checker.getSymbolAtLocation(node as never), undefined);
    return this.ask((checker) => checker.getShorthandAssignmentValueSymbol(node.parent as never), undefined);
  }

  /** What an import, an export or `{ name }` stands for in the end; undefined when that can't be resolved. */
  aliasTarget(symbol: Symbol): Symbol | undefined {
    // A member by an index signature alone.
    if (symbol.name === '__index') return undefined;
    if (!this.isAlias(symbol) && !this.isShorthand(symbol)) return symbol;
    if (!this.aliased.has(symbol.id)) {
      const next = this.isAlias(symbol)
        ? this.ask((checker) => followed(checker, symbol), undefined)
        : this.shorthandValue(symbol);
      this.aliased.set(symbol.id, next === symbol ? symbol : next && this.aliasTarget(next));
    }
    return this.aliased.get(symbol.id);
  }

  private isAlias(symbol: Symbol): boolean {
    return (symbol.flags & this.sync.SymbolFlags.Alias) !== 0;
  }

  private isShorthand({ declarations }: Symbol): boolean {
    return declarations.length === 1 && declarations[0]?.kind === this.shorthand;
  }

  private shorthandValue(property: Symbol): Symbol | undefined {
    const node = property.declarations[0]?.resolve(this.project);
    const value = node && this.ask((checker) => checker.getShorthandAssignmentValueSymbol(node), undefined);
    return value ?? property;
  }

  hasGlobalType(name: string): boolean {
    return this.ask((checker) => checker.resolveName(name, this.sync.SymbolFlags.Type), undefined) !== undefined;
  }

  private callSignatures(type: Type): readonly Sync.Signature[] {
    return this.ask((checker) => checker.getSignaturesOfType(type, this.sync.SignatureKind.Call), []);
  }

  private ask<R>(request: (checker: Sync.Checker) => R, otherwise: R): R {
    return this.session.attempt(() => request(this.project.checker), otherwise);
  }
}

function followed(checker: Sync.Checker, alias: Symbol): Symbol | undefined {
  const target = checker.getAliasedSymbol(alias);
  return checker.isUnknownSymbol(target) ? undefined : target;
}

/** Where it reuses what the source says it keeps the quotes; classic TypeScript prints its own. */
function doubleQuoted(text: string): string {
  if (!text.includes("'")) return text;
  return text.replace(/"(?:[^"\\]|\\.)*"|'((?:[^'\\]|\\.)*)'/g, (literal, inner: string | undefined) =>
    inner === undefined ? literal : JSON.stringify(inner.replaceAll("\\'", "'")),
  );
}
