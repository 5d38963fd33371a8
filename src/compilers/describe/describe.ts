/** Answers over any compiler: facts of types and symbols, each found once a project, fields only when read. */
import type { DeclarationKey, SymbolAnswer, TypeAnswer } from '../../core/answers.ts';
import { unknownSymbol, unknownType } from '../../core/answers.ts';
import type { SourceTree } from '../../core/syntax.ts';
import { awaitedText, isPrintable } from './awaited.ts';
import { settle } from './memo.ts';
import { ObjectFacts } from './object-facts.ts';
import { declarationKeys, moduleName, packageOf } from './origin.ts';
import {
  CompositeFacts,
  neverFacts,
  nullishFacts,
  primitiveFacts,
  type TypeFacts,
  unknownFacts,
} from './type-facts.ts';
import type { TypeSystem } from './typing.ts';

export class Describer<T, S> {
  private readonly system: TypeSystem<T, S>;
  private readonly facts = new Map<number, TypeFacts>();
  private readonly symbols = new Map<number, SymbolAnswer>();
  private readonly types = new WeakMap<SourceTree, Map<number, TypeAnswer>>();

  constructor(system: TypeSystem<T, S>) {
    this.system = system;
  }

  type(type: T | undefined, tree: SourceTree): TypeAnswer {
    if (type === undefined) return unknownType;
    const known = this.types.get(tree) ?? new Map<number, TypeAnswer>();
    this.types.set(tree, known);
    const id = this.system.typeId(type);
    const answer = known.get(id) ?? new LazyTypeAnswer(this.system, type, this.factsOf(type), tree, this.factsOf);
    known.set(id, answer);
    return answer;
  }

  /** `symbol` with aliases followed. */
  symbol(symbol: S | undefined): SymbolAnswer {
    if (symbol === undefined) return unknownSymbol;
    const id = this.system.symbolId(symbol);
    const answer = this.symbols.get(id) ?? new LazySymbolAnswer(this.system, symbol);
    this.symbols.set(id, answer);
    return answer;
  }

  private readonly factsOf = (type: T): TypeFacts => {
    const { system } = this;
    const known = this.facts.get(system.typeId(type));
    if (known) return known;
    const facts = this.find(type);
    this.facts.set(system.typeId(type), facts);
    return facts;
  };

  private find(type: T): TypeFacts {
    const { system } = this;
    switch (system.form(type)) {
      case 'any':
      case 'unknown':
        return unknownFacts;
      case 'never':
        return neverFacts;
      case 'nullish':
        return nullishFacts;
      case 'primitive':
        return primitiveFacts;
      case 'generic': {
        // Seen as unknown while its constraint is looked at: a constraint may lead back to it.
        this.facts.set(system.typeId(type), unknownFacts);
        const constraint = system.constraint(type);
        return constraint === undefined ? unknownFacts : this.factsOf(constraint);
      }
      case 'union':
      case 'intersection':
        return this.composite(type);
      case 'object': {
        const target = system.target(type);
        if (target !== type && system.typeId(target) !== system.typeId(type)) return this.factsOf(target);
        return new ObjectFacts(system, type, this.factsOf);
      }
    }
  }

  private composite(type: T): TypeFacts {
    const { system } = this;
    const union = system.form(type) === 'union';
    const members = system.members(type);
    const present = union ? members.filter((m) => system.form(m) !== 'nullish') : members;
    const alias = system.aliasOf(type);
    return new CompositeFacts(present.map(this.factsOf), {
      nullable: present.length < members.length,
      union,
      alias: alias === undefined ? undefined : system.symbolName(alias),
    });
  }
}

class LazyTypeAnswer<T, S> implements TypeAnswer {
  readonly ask = 'type';
  private readonly system: TypeSystem<T, S>;
  private readonly type: T;
  private readonly facts: TypeFacts;
  private readonly tree: SourceTree;
  private readonly factsOf: (type: T) => TypeFacts;

  constructor(system: TypeSystem<T, S>, type: T, facts: TypeFacts, tree: SourceTree, factsOf: (type: T) => TypeFacts) {
    this.system = system;
    this.type = type;
    this.facts = facts;
    this.tree = tree;
    this.factsOf = factsOf;
  }

  get unknown(): boolean {
    return this.facts.unknown;
  }
  get promise(): boolean {
    return this.facts.promise;
  }
  get asyncIterable(): boolean {
    return this.facts.asyncIterable;
  }
  get primitive(): boolean {
    return this.facts.primitive;
  }
  get nullable(): boolean {
    return this.facts.nullable;
  }
  get callable(): boolean {
    return this.facts.callable;
  }
  get collection(): TypeAnswer['collection'] {
    return this.facts.collection;
  }
  get cancellation(): TypeAnswer['cancellation'] {
    return this.facts.cancellation;
  }
  get name(): string | undefined {
    return this.facts.name;
  }
  get declared(): DeclarationKey | undefined {
    return this.facts.declared;
  }
  get package(): string | undefined {
    return this.facts.package;
  }
  get disposer(): string | undefined {
    return this.facts.disposer;
  }
  get text(): string {
    return settle(this, 'text', this.system.text(this.type, this.tree));
  }
  get printable(): boolean {
    return settle(this, 'printable', this.system.form(this.type) !== 'any' && isPrintable(this.text));
  }
  get awaitedText(): string | undefined {
    const text = this.promise ? awaitedText(this.system, this.type, this.tree, this.factsOf) : undefined;
    return settle(this, 'awaitedText', text);
  }
}

class LazySymbolAnswer<T, S> implements SymbolAnswer {
  readonly ask = 'symbol';
  readonly unknown = false;
  private readonly system: TypeSystem<T, S>;
  private readonly symbol: S;

  constructor(system: TypeSystem<T, S>, symbol: S) {
    this.system = system;
    this.symbol = symbol;
  }

  get name(): string | undefined {
    const name = this.system.symbolName(this.symbol);
    return settle(this, 'name', name.startsWith('"') ? moduleName(name) : name);
  }
  get declarations(): readonly DeclarationKey[] {
    return settle(this, 'declarations', declarationKeys(this.system, this.symbol));
  }
  get package(): string | undefined {
    return settle(this, 'package', packageOf(this.system, this.symbol));
  }
}
