/** What every shape of get-or-create code under a test is made of. */
import type { Binding, Facts, Fn } from '../../../core/facts/facts.ts';
import { unwrap } from '../../../core/facts/shapes.ts';
import { captureProblem } from '../../../core/rewrite/captures.ts';
import { isInTry, jumpsOut, ownAwaits, ownYields, placeOf } from '../../../core/rewrite/statements.ts';
import { K, type Node, startOf, textOf } from '../../../core/syntax.ts';
import type { Completion, Completions } from './completions.ts';
import type { Presence, Scene } from './presence.ts';
import type { Site } from './sites.ts';
import type { Access } from './target.ts';

export abstract class Shape {
  protected readonly scene: Scene;
  protected readonly facts: Facts;
  protected readonly completions: Completions;

  constructor(scene: Scene, completions: Completions) {
    this.scene = scene;
    this.facts = scene.facts;
    this.completions = completions;
  }

  protected site(
    fn: Fn,
    { access, alias, exact }: Presence,
    form: Site['form'],
    head: Node,
    nodes: readonly Node[],
    completions: readonly Completion[],
  ): Site {
    const { tree } = this.facts;
    const place = alias && placeOf(tree, alias.statement);
    const isAdjacent = !!place && place.statements[place.index + 1] === head;
    return {
      fn,
      access,
      alias,
      exact,
      form,
      nodes,
      completions,
      outcome: 'statement',
      start: startOf(tree, isAdjacent ? alias!.statement : head),
      end: head.end,
      head,
      body: form === 'if' ? head.thenStatement : undefined,
      condition: [],
      inTry: isInTry(tree, head, fn.node),
      later: [],
      local: undefined,
    };
  }

  protected presenceOf(statement: Node, access: Access): Presence | undefined {
    const presence = this.scene.presence(statement.expression!);
    return presence && this.scene.sameKey(presence.access, access) ? presence : undefined;
  }

  /** The statements can become the body of a callback that returns the value. */
  protected movable(
    fn: Fn,
    nodes: readonly Node[],
    { alias }: Presence,
    kept?: Binding,
  ): readonly Completion[] | undefined {
    const { tree } = this.facts;
    const completions = this.completions.of(nodes, alias);
    if (!completions || jumpsOut(tree, nodes).length || ownYields(tree, nodes).length) return undefined;
    if (!ownAwaits(tree, nodes).length && !completions.some((c) => c.chain)) return undefined;
    const isOwn = (read: Node) => this.scene.accessAt(read) !== undefined;
    const problem = captureProblem(
      this.facts,
      fn,
      nodes,
      new Set([alias?.binding, kept].flatMap((b) => b ?? [])),
      isOwn,
    );
    return problem ? undefined : completions;
  }

  /** `this.client`, an alias of it, `Promise.resolve(this.client)`. */
  protected isValue(node: Node | undefined, presence: Presence): boolean {
    if (!node) return false;
    const { tree } = this.facts;
    const inner = unwrap(tree, node);
    const isResolved =
      tree.kind(inner) === K.CallExpression && /^Promise\s*\.\s*resolve$/.test(textOf(tree, inner.expression!));
    const value = isResolved ? inner.arguments?.[0] : inner;
    const operand = value && this.scene.operand(value);
    if (operand?.access.does !== 'read') return false;
    if (operand.alias) return operand.alias.binding === presence.alias?.binding;
    return this.scene.sameKey(operand.access, presence.access);
  }
}
