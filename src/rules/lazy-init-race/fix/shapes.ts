/** The shapes of get-or-create code that fit into a callback, told from a write of the location outwards. */
import type { Facts, Fn } from '../../../core/facts/facts.ts';
import { unwrap } from '../../../core/facts/shapes.ts';
import { captureProblem } from '../../../core/rewrite/captures.ts';
import {
  bodyStatements,
  isInTry,
  isLoop,
  jumpsOut,
  neverEnds,
  ownAwaits,
  ownNodes,
  ownYields,
  type Place,
  placeOf,
  targetOf,
} from '../../../core/rewrite/statements.ts';
import { K, type Node, startOf, textOf } from '../../../core/syntax.ts';
import { isCoveredBy, laterReads, laterUses } from './aliases.ts';
import { type Completion, type Completions, isReturning } from './completions.ts';
import type { Presence, Scene } from './presence.ts';
import type { Site } from './sites.ts';
import type { Access } from './target.ts';

export class Shapes {
  private readonly scene: Scene;
  private readonly facts: Facts;
  private readonly completions: Completions;

  constructor(scene: Scene, completions: Completions) {
    this.scene = scene;
    this.facts = scene.facts;
    this.completions = completions;
  }

  /** The nearest test around some code that makes it run only where the value is missing. */
  around(node: Node | undefined, access: Access): Site | undefined {
    const { tree } = this.facts;
    const fn = node && this.facts.functionOf(node);
    if (!fn || fn.generator || fn.kind === 'constructor' || fn.kind === 'module') return undefined;
    for (let at = node; at !== fn.node && at.parent; at = at.parent) {
      const { parent } = at;
      if (tree.kind(parent) === K.IfStatement && parent.thenStatement === at && !parent.elseStatement) {
        const site = this.underTest(fn, parent, access);
        if (site) return site;
      }
      const place = placeOf(tree, at);
      for (const before of place?.statements.slice(0, place.index).reverse() ?? []) {
        const site = tree.kind(before) === K.IfStatement ? this.afterTest(fn, before, access) : undefined;
        if (site) return site;
      }
    }
    return undefined;
  }

  /** `if (!x) { … }` */
  private underTest(fn: Fn, statement: Node, access: Access): Site | undefined {
    const { tree } = this.facts;
    const whole = this.presenceOf(statement, access);
    const part = whole ? undefined : this.conjunct(statement, access);
    const presence = whole ?? part?.presence;
    if (!presence || presence.whenPresent || (part && (presence.alias || !fn.async))) return undefined;
    const nodes = bodyStatements(tree, statement.thenStatement!);
    const completions = this.movable(fn, nodes, presence);
    const place = placeOf(tree, statement);
    if (!completions || !place) return undefined;
    const returns = completions.some((c) => isReturning(this.scene, c));
    const site = this.site(fn, presence, 'if', statement, nodes, completions);
    if (part) return returns ? undefined : { ...site, condition: part.others };
    const next = place.statements[place.index + 1];
    const isReturn = !!next && tree.kind(next) === K.ReturnStatement && this.isValue(next.expression, presence);
    if (!isReturn && (returns || !fn.async)) return undefined;
    const { alias } = presence;
    if (alias && !isCoveredBy(this.scene, alias, statement, nodes, completions)) return undefined;
    const later = isReturn
      ? []
      : alias
        ? laterUses(this.scene, alias, statement)
        : laterReads(this.scene, statement, fn, presence.access);
    if (!later) return undefined;
    return {
      ...site,
      outcome: isReturn ? 'return' : later.length ? 'bind' : 'statement',
      end: isReturn ? next.end : statement.end,
      later,
    };
  }

  /** `if (x) return x; …` */
  private afterTest(fn: Fn, statement: Node, access: Access): Site | undefined {
    const { tree } = this.facts;
    const presence = this.presenceOf(statement, access);
    const place = placeOf(tree, statement);
    if (!presence?.whenPresent || statement.elseStatement || !place) return undefined;
    const [leave, ...others] = bodyStatements(tree, statement.thenStatement!);
    if (!leave || others.length) return undefined;
    const isReturn = tree.kind(leave) === K.ReturnStatement;
    const hasValue = isReturn && !!leave.expression;
    if (hasValue && !this.isValue(leave.expression, presence)) return undefined;
    const nodes = place.statements.slice(place.index + 1);
    if (isReturn ? !this.endsFunction(fn, place, nodes, hasValue) : !this.endsLoop(leave, place)) return undefined;
    const completions = nodes.length ? this.movable(fn, nodes, presence) : undefined;
    if (!completions || (!hasValue && !fn.async)) return undefined;
    const { alias } = presence;
    if (alias && !isCoveredBy(this.scene, alias, statement, nodes, completions)) return undefined;
    const isSame = completions.every((c) => isReturning(this.scene, c) === hasValue);
    if (this.scene.isFlag ? hasValue : !isSame) return undefined;
    return {
      ...this.site(fn, presence, 'rest', statement, nodes, completions),
      outcome: hasValue ? 'return' : 'statement',
      end: nodes.at(-1)!.end,
    };
  }

  /** What follows is all that the function still does. */
  private endsFunction(fn: Fn, { list }: Place, nodes: readonly Node[], hasValue: boolean): boolean {
    return list === fn.node.body || (hasValue && neverEnds(this.facts.tree, nodes));
  }

  /** `continue`, and what follows is all that the loop's body still does. */
  private endsLoop(leave: Node, { list }: Place): boolean {
    const { tree } = this.facts;
    const loop = list.parent;
    if (tree.kind(leave) !== K.ContinueStatement || !isLoop(tree, loop)) return false;
    return loop.statement === list && targetOf(tree, leave) === loop;
  }

  private site(
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
      condition: [],
      inTry: isInTry(tree, head, fn.node),
      later: [],
    };
  }

  private presenceOf(statement: Node, access: Access): Presence | undefined {
    const presence = this.scene.presence(statement.expression!);
    return presence && this.scene.sameKey(presence.access, access) ? presence : undefined;
  }

  /** `if (options.cached && !this.cache)`: one part asks for the value, and the others may be asked first. */
  private conjunct(statement: Node, access: Access): { presence: Presence; others: Node[] } | undefined {
    const { tree } = this.facts;
    const parts = conjuncts(this.facts, statement.expression!);
    const at = parts.findIndex((part) => this.scene.presence(part));
    const presence = at < 0 ? undefined : this.scene.presence(parts[at]!);
    if (!presence || !this.scene.sameKey(presence.access, access)) return undefined;
    const others = parts.filter((_, i) => i !== at);
    if (this.scene.ownAccesses(others).length) return undefined;
    const isAct = (n: Node) => [K.CallExpression, K.NewExpression, K.AwaitExpression].includes(tree.kind(n));
    return ownNodes(tree, parts.slice(at + 1), isAct).length ? undefined : { presence, others };
  }

  /** The statements can become the body of a callback that returns the value. */
  private movable(fn: Fn, nodes: readonly Node[], { alias }: Presence): readonly Completion[] | undefined {
    const { tree } = this.facts;
    const completions = this.completions.of(nodes, alias);
    if (!completions || jumpsOut(tree, nodes).length || ownYields(tree, nodes).length) return undefined;
    if (!ownAwaits(tree, nodes).length && !completions.some((c) => c.chain)) return undefined;
    const isOwn = (read: Node) => this.scene.accessAt(read) !== undefined;
    const problem = captureProblem(this.facts, fn, nodes, new Set(alias ? [alias.binding] : []), isOwn);
    return problem ? undefined : completions;
  }

  /** `this.client`, an alias of it, `Promise.resolve(this.client)`. */
  private isValue(node: Node | undefined, presence: Presence): boolean {
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

function conjuncts(facts: Facts, node: Node): Node[] {
  const { tree } = facts;
  const inner = tree.kind(node) === K.ParenthesizedExpression ? node.expression! : node;
  const isAnd =
    tree.kind(inner) === K.BinaryExpression && tree.kind(inner.operatorToken!) === K.AmpersandAmpersandToken;
  return isAnd ? [...conjuncts(facts, inner.left!), ...conjuncts(facts, inner.right!)] : [node];
}
