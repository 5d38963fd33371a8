/** Tests that ask only whether the value is there, of the place itself or of a local that was just read from it. */
import type { Binding, Facts } from '../../core/facts/facts.ts';
import { entrySegment } from '../../core/facts/locations.ts';
import { isNot, isUndefinedOrNull, unwrap } from '../../core/facts/shapes.ts';
import { statementOf } from '../../core/rewrite/statements.ts';
import { K, type Node } from '../../core/syntax.ts';
import type { Access, Target } from './fix-target.ts';

/** A local that holds what was read: `const existing = this.client`. */
export interface Alias {
  readonly binding: Binding;
  readonly statement: Node;
  readonly access: Access;
}

export interface Presence {
  /** True on a value that is there, or on one that isn't. */
  readonly whenPresent: boolean;
  readonly access: Access;
  readonly alias: Alias | undefined;
  /** Asks for undefined, or for a key, rather than for something falsy. */
  readonly exact: boolean;
}

export class Tests {
  private readonly facts: Facts;
  private readonly byNode: ReadonlyMap<Node, Access>;

  constructor(facts: Facts, target: Target) {
    this.facts = facts;
    this.byNode = new Map(target.accesses.map((a) => [a.node, a]));
  }

  accessAt(node: Node): Access | undefined {
    return this.byNode.get(unwrap(this.facts.tree, node));
  }

  presence(test: Node): Presence | undefined {
    const { tree } = this.facts;
    const inner = unwrap(tree, test);
    if (isNot(tree, inner)) {
      const of = this.presence(inner.operand!);
      return of && { ...of, whenPresent: !of.whenPresent };
    }
    const direct = this.operand(inner);
    if (direct) return { ...direct, whenPresent: true, exact: direct.access.does === 'has' };
    const operator = inner.operatorToken && tree.kind(inner.operatorToken);
    const equal = operator === K.EqualsEqualsToken || operator === K.EqualsEqualsEqualsToken;
    const differs = operator === K.ExclamationEqualsToken || operator === K.ExclamationEqualsEqualsToken;
    if (!equal && !differs) return undefined;
    const sides = [inner.left!, inner.right!];
    const at = sides.findIndex((side) => this.operand(unwrap(tree, side)));
    const other = at < 0 ? undefined : unwrap(tree, sides[1 - at]!);
    const operand = at < 0 ? undefined : this.operand(unwrap(tree, sides[at]!));
    if (!other || !operand) return undefined;
    if (isUndefinedOrNull(tree, other)) return { ...operand, whenPresent: differs, exact: true };
    const k = tree.kind(other);
    if (k === K.FalseKeyword) return { ...operand, whenPresent: differs, exact: false };
    return k === K.TrueKeyword ? { ...operand, whenPresent: equal, exact: operand.access.does === 'has' } : undefined;
  }

  /** Stands for the value: the place read, or an alias of it. */
  operand(node: Node): { readonly access: Access; readonly alias: Alias | undefined } | undefined {
    const inner = unwrap(this.facts.tree, node);
    const access = this.byNode.get(inner);
    if (access) return access.does === 'read' || access.does === 'has' ? { access, alias: undefined } : undefined;
    const alias = this.aliasAt(inner);
    return alias && { access: alias.access, alias };
  }

  private aliasAt(node: Node): Alias | undefined {
    const { facts } = this;
    if (facts.tree.kind(node) !== K.Identifier) return undefined;
    const binding = facts.resolve(node);
    if (!binding?.init || binding.path?.length !== 0 || (binding.kind !== 'const' && binding.kind !== 'let'))
      return undefined;
    const access = this.byNode.get(unwrap(facts.tree, binding.init));
    const statement = statementOf(facts.tree, binding.declaration);
    if ((access?.does !== 'read' && access?.does !== 'has') || !statement) return undefined;
    return statement.declarationList?.declarations?.length === 1 ? { binding, statement, access } : undefined;
  }

  sameKey(a: Access, b: Access): boolean {
    if (!a.key || !b.key) return a.key === b.key;
    return entrySegment(this.facts, a.key) === entrySegment(this.facts, b.key);
  }
}
