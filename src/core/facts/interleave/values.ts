/** What an expression has of the value that was read: computed from it, exactly it, or whether it is there. */
import type { Node } from '../../syntax.ts';
import { K } from '../../syntax.ts';
import { contains, isNot, unwrap } from '../shapes.ts';
import { mentions } from '../tests.ts';
import type { Search } from './search.ts';
import type { State } from './state.ts';

/** The expression uses the value that was read. */
export function isDerived(search: Search, expression: Node, state: State): boolean {
  return contains(expression, search.read.node) || usesLocals(search, expression, state);
}

/** The expression uses locals computed from the value. */
export function usesLocals(search: Search, expression: Node, state: State): boolean {
  return mentions(search.facts, expression, (node) => isIn(search, state.taint, node));
}

/** The node is the read, or a local that holds exactly what was read. */
export function isOperand(search: Search, node: Node, state: State): boolean {
  const { facts, read } = search;
  return node === read.node || unwrap(facts.tree, read.node) === node || isIn(search, state.copies, node);
}

/** The expression uses locals that were read from the location behind the suspension. */
export function isReadAnew(search: Search, expression: Node, state: State): boolean {
  return state.fresh.size > 0 && mentions(search.facts, expression, (node) => isIn(search, state.fresh, node));
}

function isIn({ facts }: Search, locals: ReadonlySet<number>, node: Node): boolean {
  if (!locals.size || facts.tree.kind(node) !== K.Identifier) return false;
  const binding = facts.resolve(node);
  return !!binding && locals.has(binding.id);
}

/** The value is the read itself, or whether it is there: `const c = this.client`, `const has = !!this.client`. */
export function isCopy({ facts, read }: Search, value: Node | undefined, node: Node): boolean {
  if (!value) return false;
  const { tree } = facts;
  let inner = unwrap(tree, value);
  const negated = isNot(tree, inner) ? unwrap(tree, inner.operand!) : undefined;
  if (negated && isNot(tree, negated)) inner = unwrap(tree, negated.operand!);
  return inner === read.node || node === read.node || value === read.node;
}
