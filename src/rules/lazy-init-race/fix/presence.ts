/** Tests that ask only whether the value is there, of the place itself or of a local that was just read from it. */
import type { Binding, Facts } from '../../../core/facts/facts.ts';
import { entrySegment } from '../../../core/facts/locations.ts';
import { isNot, isUndefinedOrNull, unwrap } from '../../../core/facts/shapes.ts';
import { ownNodes, statementOf } from '../../../core/rewrite/statements.ts';
import { K, type Node } from '../../../core/syntax.ts';
import type { Access, Target } from './target.ts';

/** A local that holds what was read: `const existing = this.client`. */
export interface Alias {
  readonly binding: Binding;
  readonly statement: Node;
  readonly access: Access;
}

export interface Operand {
  readonly access: Access;
  readonly alias: Alias | undefined;
}

export interface Presence extends Operand {
  /** True on a value that is there, or on one that isn't. */
  readonly whenPresent: boolean;
  /** Asks for undefined, or for a key, rather than for something falsy. */
  readonly exact: boolean;
}

/** A target with its accesses at hand by their nodes. */
export class Scene {
  readonly facts: Facts;
  readonly target: Target;
  private readonly byNode: ReadonlyMap<Node, Access>;

  constructor(facts: Facts, target: Target) {
    this.facts = facts;
    this.target = target;
    this.byNode = new Map(target.accesses.map((a) => [a.node, a]));
  }

  get isFlag(): boolean {
    return this.target.kind === 'flag';
  }

  accessAt(node: Node): Access | undefined {
    return this.byNode.get(unwrap(this.facts.tree, node));
  }

  /** Accesses in the code itself, functions inside it left out. */
  ownAccesses(nodes: readonly Node[]): Access[] {
    return ownNodes(this.facts.tree, nodes, (n) => this.byNode.has(n)).map((n) => this.byNode.get(n)!);
  }

  sameKey(a: Access, b: Access): boolean {
    if (!a.key || !b.key) return a.key === b.key;
    return entrySegment(this.facts, a.key) === entrySegment(this.facts, b.key);
  }

  presence(test: Node): Presence | undefined {
    const { tree } = this.facts;
    const inner = unwrap(tree, test);
    if (isNot(tree, inner)) {
      const of = this.presence(inner.operand!);
      return of && { ...of, whenPresent: !of.whenPresent };
    }
    const operand = this.operand(inner);
    if (operand) return { ...operand, whenPresent: true, exact: operand.access.does === 'has' };
    return this.comparison(inner);
  }

  private comparison(test: Node): Presence | undefined {
    const { tree } = this.facts;
    const operator = test.operatorToken && tree.kind(test.operatorToken);
    const equal = operator === K.EqualsEqualsToken || operator === K.EqualsEqualsEqualsToken;
    const differs = operator === K.ExclamationEqualsToken || operator === K.ExclamationEqualsEqualsToken;
    if (!equal && !differs) return undefined;
    const left = this.operand(test.left!);
    const operand = left ?? this.operand(test.right!);
    if (!operand) return undefined;
    const other = unwrap(tree, left ? test.right! : test.left!);
    if (isUndefinedOrNull(tree, other)) return { ...operand, whenPresent: differs, exact: true };
    const exact = operand.access.does === 'has';
    if (tree.kind(other) === K.FalseKeyword) return { ...operand, whenPresent: differs, exact };
    return tree.kind(other) === K.TrueKeyword ? { ...operand, whenPresent: equal, exact } : undefined;
  }

  /** Stands for the value: the place read, or an alias of it. */
  operand(node: Node): Operand | undefined {
    const inner = unwrap(this.facts.tree, node);
    const access = this.byNode.get(inner);
    if (access) return looks(access) ? { access, alias: undefined } : undefined;
    const alias = this.aliasAt(inner);
    return alias && { access: alias.access, alias };
  }

  private aliasAt(node: Node): Alias | undefined {
    const { facts } = this;
    if (facts.tree.kind(node) !== K.Identifier) return undefined;
    const binding = facts.resolve(node);
    if (!binding?.init || binding.path?.length !== 0) return undefined;
    if (binding.kind !== 'const' && binding.kind !== 'let') return undefined;
    const access = this.byNode.get(unwrap(facts.tree, binding.init));
    const statement = statementOf(facts.tree, binding.declaration);
    const isAlone = statement?.declarationList?.declarations?.length === 1;
    return access && looks(access) && isAlone ? { binding, statement, access } : undefined;
  }
}

export function looks(access: Access): boolean {
  return access.does === 'read' || access.does === 'has';
}
