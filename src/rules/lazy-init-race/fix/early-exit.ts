/** A test that leaves where the value is there: `if (x) return x;`, and what follows makes it. */
import type { Fn } from '../../../core/facts/facts.ts';
import { isLoop } from '../../../core/facts/shapes.ts';
import { bodyStatements, neverEnds, type Place, placeOf, targetOf } from '../../../core/rewrite/statements.ts';
import { K, type Node } from '../../../core/syntax.ts';
import { isCoveredBy } from './aliases.ts';
import { isReturning } from './completions.ts';
import type { Presence } from './presence.ts';
import { sameUse } from './same-use.ts';
import { Shape } from './shape.ts';
import type { Site } from './sites.ts';
import type { Access } from './target.ts';

export class EarlyExit extends Shape {
  /** `if (x) return x; …` */
  of(fn: Fn, statement: Node, access: Access): Site | undefined {
    const { tree } = this.facts;
    const presence = this.presenceOf(statement, access);
    const place = placeOf(tree, statement);
    if (!presence?.whenPresent || statement.elseStatement || !place) return undefined;
    const [leave, ...others] = bodyStatements(tree, statement.thenStatement!);
    if (!leave || others.length) return undefined;
    const isReturn = tree.kind(leave) === K.ReturnStatement;
    const hasValue = isReturn && !!leave.expression;
    const nodes = place.statements.slice(place.index + 1);
    if (hasValue && !this.isValue(leave.expression, presence))
      return this.sameUse(fn, statement, presence, leave, nodes);
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

  /** `if (x) return x; else { … }`, where nothing follows. */
  withElse(fn: Fn, statement: Node, access: Access): Site | undefined {
    const { tree } = this.facts;
    const presence = this.presenceOf(statement, access);
    const place = placeOf(tree, statement);
    const isLast = place && place.list === fn.node.body && place.statements.at(-1) === statement;
    const [leave, ...others] = bodyStatements(tree, statement.thenStatement!);
    if (!presence?.whenPresent || !isLast || presence.alias || !leave || others.length) return undefined;
    if (tree.kind(leave) !== K.ReturnStatement || tree.kind(statement.elseStatement!) !== K.Block) return undefined;
    const hasValue = !!leave.expression;
    if (hasValue && (this.scene.isFlag || !this.isValue(leave.expression, presence))) return undefined;
    const nodes = statement.elseStatement!.statements ?? [];
    const completions = nodes.length && (hasValue || fn.async) ? this.movable(fn, nodes, presence) : undefined;
    if (!completions || completions.some((c) => isReturning(this.scene, c) !== hasValue && !this.scene.isFlag))
      return undefined;
    const site = this.site(fn, presence, 'if', statement, nodes, completions);
    return { ...site, body: statement.elseStatement, outcome: hasValue ? 'return' : 'statement' };
  }

  /** `if (x) return x.query(); … return x.query();` */
  private sameUse(fn: Fn, head: Node, presence: Presence, early: Node, behind: readonly Node[]): Site | undefined {
    const { tree } = this.facts;
    const nodes = behind.slice(0, -1);
    const last = behind.at(-1);
    if (!fn.async || !nodes.length || tree.kind(last!) !== K.ReturnStatement || this.scene.isFlag) return undefined;
    const [completion, ...others] = this.completions.of(nodes, presence.alias) ?? [];
    if (!completion || others.length || isReturning(this.scene, completion)) return undefined;
    const same = sameUse(this.scene, presence, early, last!, completion);
    const completions = same && this.movable(fn, nodes, presence, same.kept);
    const { alias } = presence;
    if (!completions || (alias && !isCoveredBy(this.scene, alias, head, nodes, completions))) return undefined;
    return {
      ...this.site(fn, presence, 'rest', head, nodes, completions),
      outcome: 'bind',
      end: nodes.at(-1)!.end,
      later: same.reads,
      local: same.kept?.name,
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
}
