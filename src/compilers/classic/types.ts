/** `TypeSystem` over classic TypeScript (5.4 to 6). */
import type ts from 'typescript-classic';
import type { SourceTree } from '../../core/syntax.ts';
import {
  type Declared,
  type Form,
  formOf,
  type SymbolTraits,
  type TypeSystem,
  traitsOf,
  type WellKnown,
} from '../describe/typing.ts';
import { isLibraryFile, slashes } from '../paths.ts';

export type TypeScript = typeof ts;

export class ClassicTypes implements TypeSystem<ts.Type, ts.Symbol> {
  private readonly ts: TypeScript;
  private readonly checker: ts.TypeChecker;
  private readonly formOf: (flags: number) => Form;
  private readonly traitsOf: (flags: number) => SymbolTraits;
  private readonly ids = new WeakMap<ts.Symbol, number>();
  private lastId = 0;

  constructor(typescript: TypeScript, checker: ts.TypeChecker) {
    this.ts = typescript;
    this.checker = checker;
    this.formOf = formOf(typescript.TypeFlags);
    this.traitsOf = traitsOf(typescript.SymbolFlags);
  }

  typeId(type: ts.Type): number {
    return (type as ts.Type & { id: number }).id;
  }
  form(type: ts.Type): Form {
    return this.formOf(type.flags);
  }
  members(type: ts.Type): readonly ts.Type[] {
    return type.isUnionOrIntersection() ? type.types : [];
  }
  constraint(type: ts.Type): ts.Type | undefined {
    return this.checker.getBaseConstraintOfType(type);
  }
  target(type: ts.Type): ts.Type {
    return !type.isClassOrInterface() && this.isReference(type) ? type.target : type;
  }
  typeArguments(type: ts.Type): readonly ts.Type[] {
    return this.isReference(type) ? this.checker.getTypeArguments(type) : [];
  }
  baseTypes(type: ts.Type): readonly ts.Type[] {
    return type.isClassOrInterface() ? this.checker.getBaseTypes(type) : [];
  }
  isInstance(type: ts.Type): boolean {
    return type.isClassOrInterface() && !this.isTuple(type);
  }
  isTuple(type: ts.Type): boolean {
    return this.hasObjectFlag(type, this.ts.ObjectFlags.Tuple);
  }
  symbolOf(type: ts.Type): ts.Symbol | undefined {
    return type.symbol as ts.Symbol | undefined;
  }
  aliasOf(type: ts.Type): ts.Symbol | undefined {
    return type.aliasSymbol;
  }
  property(type: ts.Type, name: string): ts.Symbol | undefined {
    return this.checker.getPropertyOfType(type, name);
  }
  wellKnownProperty(type: ts.Type, name: WellKnown): ts.Symbol | undefined {
    return this.checker.getPropertiesOfType(type).find((p) => p.name.startsWith(`__@${name}@`));
  }
  propertyNames(type: ts.Type): ReadonlyMap<string, ts.Symbol> {
    return new Map(this.checker.getPropertiesOfType(type).map((p) => [p.name, p]));
  }
  typeOf(symbol: ts.Symbol): ts.Type | undefined {
    return this.checker.getTypeOfSymbol(symbol);
  }
  isCallable(type: ts.Type): boolean {
    return this.checker.getSignaturesOfType(type, this.ts.SignatureKind.Call).length > 0;
  }
  firstParameter(type: ts.Type): ts.Type | undefined {
    const parameter = this.checker.getSignaturesOfType(type, this.ts.SignatureKind.Call)[0]?.parameters[0];
    return parameter && this.checker.getTypeOfSymbol(parameter);
  }
  isIndexed(type: ts.Type): boolean {
    const ofString = this.ts.TypeFlags.String;
    return this.checker.getIndexInfosOfType(type).some((info) => info.keyType.flags & ofString);
  }
  text(type: ts.Type, tree: SourceTree): string {
    const flags = this.ts.TypeFormatFlags.AllowUniqueESSymbolType;
    return this.checker.typeToString(type, tree.root as unknown as ts.Node, flags);
  }

  symbolId(symbol: ts.Symbol): number {
    const id = this.ids.get(symbol) ?? ++this.lastId;
    this.ids.set(symbol, id);
    return id;
  }
  symbolName(symbol: ts.Symbol): string {
    if (symbol.name !== 'default' && symbol.name !== '__class') return symbol.name;
    const declaration = symbol.declarations?.[0] as { name?: { text?: string } } | undefined;
    return declaration?.name?.text ?? symbol.name;
  }
  traits(symbol: ts.Symbol): SymbolTraits {
    return this.traitsOf(symbol.flags);
  }
  declarations(symbol: ts.Symbol): readonly Declared[] {
    return (symbol.declarations ?? []).map((declaration) => ({
      file: slashes(declaration.getSourceFile().fileName),
      pos: declaration.pos,
      hasBody: () => (declaration as { body?: unknown }).body !== undefined,
    }));
  }
  parent(symbol: ts.Symbol): ts.Symbol | undefined {
    return (symbol as ts.Symbol & { parent?: ts.Symbol }).parent;
  }
  isLibrary(file: string): boolean {
    return isLibraryFile(file);
  }

  symbolAt(node: ts.Node, shorthand: boolean): ts.Symbol | undefined {
    return shorthand
      ? this.checker.getShorthandAssignmentValueSymbol(node.parent)
      : this.checker.getSymbolAtLocation(node);
  }

  /** What an import, an export or `{ name }` stands for in the end; undefined when that can't be resolved. */
  aliasTarget(symbol: ts.Symbol): ts.Symbol | undefined {
    // A member by an index signature alone.
    if (symbol.name === '__index') return undefined;
    const [declaration, ...others] = symbol.declarations ?? [];
    if (declaration && !others.length && this.ts.isShorthandPropertyAssignment(declaration)) {
      const value = this.checker.getShorthandAssignmentValueSymbol(declaration);
      return value && value !== symbol ? this.aliasTarget(value) : symbol;
    }
    if (!(symbol.flags & this.ts.SymbolFlags.Alias)) return symbol;
    const target = this.checker.getAliasedSymbol(symbol);
    if (target.name === 'unknown' && !target.declarations?.length) return undefined;
    return target === symbol ? symbol : this.aliasTarget(target);
  }

  /** Through a method that TypeScript keeps to itself but has always had. */
  hasGlobalType(name: string): boolean {
    const { resolveName } = this.checker as ts.TypeChecker & {
      resolveName?(
        name: string,
        at: undefined,
        meaning: ts.SymbolFlags,
        excludeGlobals: boolean,
      ): ts.Symbol | undefined;
    };
    return resolveName?.(name, undefined, this.ts.SymbolFlags.Type, false) !== undefined;
  }

  private isReference(type: ts.Type): type is ts.TypeReference {
    return this.hasObjectFlag(type, this.ts.ObjectFlags.Reference);
  }

  private hasObjectFlag(type: ts.Type, flag: ts.ObjectFlags): boolean {
    return (type.flags & this.ts.TypeFlags.Object) !== 0 && ((type as ts.ObjectType).objectFlags & flag) !== 0;
  }
}
