/** What is to be known of a type apart from the file that asks; found on demand, each at most once a type. */
import type { CollectionKind, DeclarationKey } from '../../core/answers.ts';
import { settle } from './memo.ts';

/** The fields of `TypeAnswer` that don't depend on the place that asks. */
export interface TypeFacts {
  readonly unknown: boolean;
  readonly promise: boolean;
  readonly asyncIterable: boolean;
  readonly primitive: boolean;
  readonly nullable: boolean;
  readonly callable: boolean;
  readonly collection: CollectionKind | undefined;
  readonly cancellation: 'signal' | 'controller' | 'token' | undefined;
  readonly name: string | undefined;
  readonly declared: DeclarationKey | undefined;
  readonly package: string | undefined;
  readonly disposer: string | undefined;
}

const nothing: TypeFacts = {
  unknown: false,
  promise: false,
  asyncIterable: false,
  primitive: false,
  nullable: false,
  callable: false,
  collection: undefined,
  cancellation: undefined,
  name: undefined,
  declared: undefined,
  package: undefined,
  disposer: undefined,
};

export const unknownFacts: TypeFacts = { ...nothing, unknown: true };
export const neverFacts: TypeFacts = nothing;
export const nullishFacts: TypeFacts = { ...nothing, nullable: true };
export const primitiveFacts: TypeFacts = { ...nothing, primitive: true };

/** A union (undefined and null set aside) or an intersection. A name or an origin is told only where all agree. */
export class CompositeFacts implements TypeFacts {
  readonly nullable: boolean;
  private readonly parts: readonly TypeFacts[];
  private readonly every: boolean;
  private readonly alias: string | undefined;

  constructor(parts: readonly TypeFacts[], options: { nullable: boolean; union: boolean; alias: string | undefined }) {
    this.parts = parts;
    this.nullable = options.nullable || parts.some((p) => p.nullable);
    this.every = options.union;
    this.alias = options.alias;
  }

  get unknown(): boolean {
    return settle(this, 'unknown', this.parts.length > 0 && this.parts.every((p) => p.unknown));
  }
  get promise(): boolean {
    return settle(
      this,
      'promise',
      this.parts.some((p) => p.promise),
    );
  }
  get asyncIterable(): boolean {
    return settle(
      this,
      'asyncIterable',
      this.parts.some((p) => p.asyncIterable),
    );
  }
  get primitive(): boolean {
    const { parts } = this;
    const primitive = this.every ? parts.length > 0 && parts.every((p) => p.primitive) : parts.some((p) => p.primitive);
    return settle(this, 'primitive', primitive);
  }
  get callable(): boolean {
    return settle(
      this,
      'callable',
      this.parts.some((p) => p.callable),
    );
  }
  get collection(): CollectionKind | undefined {
    return settle(
      this,
      'collection',
      this.agreed((p) => p.collection),
    );
  }
  get cancellation(): TypeFacts['cancellation'] {
    return settle(
      this,
      'cancellation',
      this.agreed((p) => p.cancellation),
    );
  }
  get name(): string | undefined {
    return settle(this, 'name', this.agreed((p) => p.name) ?? (this.parts.length > 1 ? this.alias : undefined));
  }
  get declared(): DeclarationKey | undefined {
    const [first, ...rest] = this.parts.map((p) => p.declared);
    const agreed = first && rest.every((d) => d?.file === first.file && d.pos === first.pos);
    return settle(this, 'declared', agreed ? first : undefined);
  }
  get package(): string | undefined {
    return settle(
      this,
      'package',
      this.agreed((p) => p.package),
    );
  }
  get disposer(): string | undefined {
    return settle(
      this,
      'disposer',
      this.parts.map((p) => p.disposer).find((d) => d !== undefined),
    );
  }

  private agreed<V>(of: (part: TypeFacts) => V | undefined): V | undefined {
    const [first, ...rest] = this.parts.map(of);
    return rest.every((value) => value === first) ? first : undefined;
  }
}
