/** A block that runs only where a test has missed the value: `if (!x) { … }`. */
import type { Facts, Fn } from '../../../core/facts/facts.ts';
import { bodyStatements, ownNodes, placeOf } from '../../../core/rewrite/statements.ts';
import { K, type Node } from '../../../core/syntax.ts';
import { isCoveredBy, laterReads, laterUses } from './aliases.ts';
import { isReturning } from './completions.ts';
import type { Presence } from './presence.ts';
import { Shape } from './shape.ts';
import type { Site } from './sites.ts';
import type { Access } from './target.ts';

export class UnderTest extends Shape {
  of(fn: Fn, statement: Node, access: Access): Site | undefined {
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
      local: alias?.binding.name,
    };
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
}

function conjuncts(facts: Facts, node: Node): Node[] {
  const { tree } = facts;
  const inner = tree.kind(node) === K.ParenthesizedExpression ? node.expression! : node;
  const isAnd =
    tree.kind(inner) === K.BinaryExpression && tree.kind(inner.operatorToken!) === K.AmpersandAmpersandToken;
  return isAnd ? [...conjuncts(facts, inner.left!), ...conjuncts(facts, inner.right!)] : [node];
}
