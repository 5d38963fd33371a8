/** Looks whether a result is still wanted: flags, signals, identities and generations tested behind the await. */
import type { Facts, Fn } from '../../core/facts/facts.ts';
import { type Location, locationOf } from '../../core/facts/locations.ts';
import { contains, isAssignmentTarget, unwrap } from '../../core/facts/shapes.ts';
import { readsOfTest, snapshotOf } from '../../core/facts/tests.ts';
import { K, type Node, textOf } from '../../core/syntax.ts';
import type { StateWrite } from './writes.ts';

const words =
  /abort|cancel|stale|ignore|obsolete|outdated|supersed|latest|current(?!$)|^isCurrent|active|generation|version|^seq|request|epoch|token|expired|same|still/i;

/** The write happens only where a test since the last suspension said that the result is wanted. */
export function isChecked(facts: Facts, write: StateWrite): boolean {
  for (let fn: Fn | undefined = write.fn; fn && fn.kind !== 'module'; fn = fn.parent)
    for (const { branch, ops } of facts.graph(fn).blocks) {
      if (!branch) continue;
      const keys = readsOfTest(ops, branch.test).map((read) => read.location);
      if (keys.some(({ key }) => write.tested.has(key)) && saysWanted(facts, fn, branch.test, keys)) return true;
    }
  return false;
}

const comparisons = new Set<number>([
  K.EqualsEqualsEqualsToken,
  K.ExclamationEqualsEqualsToken,
  K.EqualsEqualsToken,
  K.ExclamationEqualsToken,
]);

function saysWanted(facts: Facts, fn: Fn, test: Node, reads: readonly Location[]): boolean {
  const { tree } = facts;
  const inner = unwrap(tree, test);
  if (words.test(textOf(tree, inner).replace(/['"`].*?['"`]/g, ''))) return true;
  // A flag of the run around: `let isMounted = true; return () => { isMounted = false; }`.
  if (reads.some((l) => isFlagAround(facts, fn, l))) return true;
  if (!inner.operatorToken || !comparisons.has(tree.kind(inner.operatorToken))) return false;
  // `if (id !== this.id)`: what is there now, beside what this run has kept.
  const sides = [inner.left!, inner.right!].map((side) => locationOf(facts, side));
  return sides.some((l) => isShared(facts, fn, l)) && sides.every((l) => l !== undefined);
}

function isFlagAround(facts: Facts, fn: Fn, { root, path }: Location): boolean {
  if (root.kind !== 'binding') return false;
  const { binding } = root;
  const owner = binding.scope.fn;
  if (owner.kind === 'module' || binding.kind === 'parameter' || path.length) return false;
  // One of its own is put up by what it hands on: `onCleanup(() => { over = true; })`.
  if (owner === fn)
    return facts.references(binding).some((use) => isAssignmentTarget(facts.tree, use) && facts.functionOf(use) !== fn);
  return contains(owner.node, fn.node) && !facts.isConstant(binding);
}

function isShared(facts: Facts, fn: Fn, location: Location | undefined): boolean {
  if (!location) return false;
  const { root, path } = location;
  if (root.kind === 'this') return true;
  if (root.kind !== 'binding') return false;
  const own = root.binding.scope.fn === fn;
  if (own) return !path.length && !!snapshotOf(facts, root.binding);
  return path.length > 0 || !facts.isConstant(root.binding);
}
