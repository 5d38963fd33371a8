/** Whether code that makes something when it is first needed runs twice at once: who asks for it, and how they do. */
import { overlapAt } from './elsewhere.ts';
import { uses } from './facts/callgraph.ts';
import type { Facts, Fn } from './facts/facts.ts';
import type { Location } from './facts/locations.ts';
import { isLifecycle } from './overlap.ts';
import type { RuleContext } from './rule.ts';
import { K, type Node, textOf } from './syntax.ts';

/**
 * `costly`: what is made has an identity, so that two of them matter even where nothing more is known than that somebody
 * outside could ask twice.
 */
export function overlapsLazily(context: RuleContext, location: Location, fn: Fn, costly = true): boolean {
  const overlap = overlapAt(context, location, fn);
  if (overlap === 'no') return false;
  if (context.config.strict || overlap === 'yes' || overlap === 'hand') return true;
  return isAskedLazily(context.facts, fn) && (overlap === 'open' || costly);
}

/** It gives what it makes, or several members see to it themselves: not a start that its owner calls once. */
export function isAskedLazily(facts: Facts, fn: Fn): boolean {
  return !isLifecycle(fn) || returnsValue(facts, fn) || isCalledByMembers(facts, fn);
}

/** `put() { if (!this.isSetup) await this.setup(); … }` */
function isCalledByMembers(facts: Facts, fn: Fn): boolean {
  const members = uses(facts, fn).map(({ node }) => facts.functionOf(node).member);
  return new Set(members.filter((m) => m && m !== fn.member)).size > 1;
}

function returnsValue(facts: Facts, fn: Fn): boolean {
  const { tree } = facts;
  const visit = (node: Node): boolean | undefined => {
    const k = tree.kind(node);
    if (k === K.ReturnStatement)
      return node.expression && textOf(tree, node.expression) !== 'undefined' ? true : undefined;
    if (node !== fn.node && facts.functionAt(node)) return undefined;
    return node.forEachChild(visit);
  };
  return fn.node.body !== undefined && (tree.kind(fn.node.body) !== K.Block || visit(fn.node.body) === true);
}

/** `if (this.server) throw new Error('already started')`: a second call is a mistake of the caller. */
export function isRefused({ tree }: Facts, test: Node): boolean {
  for (let at: Node | undefined = test; at; at = at.parent) {
    if (tree.kind(at) !== K.IfStatement) continue;
    const guarded = at.thenStatement!;
    const only = tree.kind(guarded) === K.Block ? guarded.statements?.at(-1) : guarded;
    return !!only && tree.kind(only) === K.ThrowStatement;
  }
  return false;
}

/** `while (!this.done)`: the loop asks whether to go on, not whether something is there. */
export function isLoopCondition({ tree }: Facts, test: Node): boolean {
  for (let at = test; at.parent; at = at.parent) {
    const k = tree.kind(at.parent);
    if (k === K.WhileStatement || k === K.DoStatement) return at.parent.expression === at;
    if (k === K.ForStatement) return at.parent.condition === at;
    if (k === K.Block || k === K.IfStatement) return false;
  }
  return false;
}
