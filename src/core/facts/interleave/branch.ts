/** Tests on a path: which end it, and what those of the value read say about it. */
import { K, type Node } from '../../syntax.ts';
import type { Block, Branch } from '../graph.ts';
import type { Location } from '../locations.ts';
import { isEmptyConstant, unwrap } from '../shapes.ts';
import { absentWhen, readsOfTest, valueLocation } from '../tests.ts';
import type { Search } from './search.ts';
import type { State } from './state.ts';
import { isDerived, isOperand, isReadAnew } from './values.ts';

export function passBranch(search: Search, block: Block, branch: Branch, state: State): void {
  const { test, subject, onTrue, onFalse } = branch;
  const { facts, read } = search;
  const reads = readsOfTest(block.ops, test);
  const compared = subject && valueLocation(facts, subject);
  const own = isDerived(search, test, state) || (!!subject && isDerived(search, subject, state));
  if (state.suspension) {
    const isFresh =
      reads.some((r) => r !== read && r.location.key === read.location.key) || isReadAnew(search, test, state);
    const isCompared = compared?.key === read.location.key;
    if (isFresh || (!own && (isCompared || isStampCheck(search, test)))) return;
  }
  const tested = new Set([...state.tested, ...reads.map((r) => r.location.key)]);
  if (compared) tested.add(compared.key);
  if (own) takeSides(search, block, branch, { ...state, tested });
  else for (const to of [onTrue, onFalse]) search.push({ ...state, tested, block: to, index: 0 });
}

/** A test of the value read: each side knows what it said. */
function takeSides(search: Search, block: Block, { test, on, subject, onTrue, onFalse }: Branch, state: State): void {
  const { facts } = search;
  const operand = (node: Node) => isOperand(search, node, state);
  const absent = subject
    ? (operand(unwrap(facts.tree, subject)) && isEmptyConstant(facts.tree, test)) || undefined
    : absentWhen(facts, test, operand, on);
  const isPlain = operand(unwrap(facts.tree, test));
  for (const taken of [true, false]) {
    const outcome = {
      node: test,
      absent: absent === undefined ? undefined : absent === taken,
      graph: state.graph,
      block: block.id,
      otherwise: taken ? onFalse : onTrue,
    };
    const present = isPlain ? outcome.absent === false : state.present;
    // The same value can't be there in one test and not in the next.
    if (isPlain && state.present !== undefined && present !== state.present) continue;
    search.push({ ...state, present, test: outcome, block: taken ? onTrue : onFalse, index: 0 });
  }
}

const comparisons = new Set<number>([
  K.EqualsEqualsEqualsToken,
  K.ExclamationEqualsEqualsToken,
  K.EqualsEqualsToken,
  K.ExclamationEqualsToken,
]);

/** `if (generation !== this.generation)`: a shared location compared with a value kept from before. */
function isStampCheck({ facts, fn }: Search, test: Node): boolean {
  const { tree } = facts;
  const inner = unwrap(tree, test);
  if (!inner.operatorToken || !comparisons.has(tree.kind(inner.operatorToken))) return false;
  const sides = [inner.left!, inner.right!].map((side) => valueLocation(facts, side));
  const isShared = (l: Location | undefined) =>
    !!l &&
    (l.path.length > 0 ||
      (l.root.kind === 'binding' && l.root.binding.scope.fn !== fn && !facts.isConstant(l.root.binding)));
  const isLocal = (l: Location | undefined) =>
    l?.root.kind === 'binding' && (l.root.binding.scope.fn === fn || facts.isConstant(l.root.binding));
  return (isShared(sides[0]) && isLocal(sides[1])) || (isShared(sides[1]) && isLocal(sides[0]));
}
