/** Work that may be done twice: what was awaited only looks, and whoever looks again finds the same. */
import { effectsOf } from '../../core/facts/effects.ts';
import type { Facts, Fn } from '../../core/facts/facts.ts';
import type { Interleaving, SuspendOp } from '../../core/facts/interleave.ts';
import { isEmptyConstant, unwrap } from '../../core/facts/shapes.ts';
import type { RuleContext } from '../../core/rule.ts';
import { K, type Node } from '../../core/syntax.ts';
import type { Harm } from './harm.ts';
import { type Pace, Paces } from './paces.ts';

export function isHarmless(context: RuleContext, hit: Interleaving, { kind, expires }: Harm): boolean {
  if (kind !== 'work' || hit.through) return false;
  if (isAskedUntilTrue(context.facts, hit)) return true;
  const pace = paceBetween(context, hit);
  // Nobody else gets a turn long enough to reset it.
  return pace === 'at once' || (pace === 'reading' && !expires && isNeverReset(context.facts, hit));
}

/** `if (this.found === true) return true; … this.found = output === 'yes'`: a no is asked again, a `Lazy` would keep it. */
function isAskedUntilTrue({ tree }: Facts, { test, write }: Interleaving): boolean {
  const asks = unwrap(tree, test!.node);
  const value = write.value && unwrap(tree, write.value);
  if (!value || !isComparison(tree.kind(value.operatorToken ?? value))) return false;
  const { left, right, operatorToken } = asks;
  return (
    !!operatorToken &&
    isComparison(tree.kind(operatorToken)) &&
    [left!, right!].some((n) => tree.kind(n) === K.TrueKeyword)
  );
}

function isComparison(kind: number): boolean {
  return kind === K.EqualsEqualsEqualsToken || kind === K.EqualsEqualsToken;
}

/** Of all that the function waits for from the test to the write; undefined: it may be anything. */
function paceBetween(context: RuleContext, { fn, writer, test, write, suspension }: Interleaving): Pace | undefined {
  const { facts } = context;
  const isBetween = ({ node }: SuspendOp) => node.end > test!.node.end && node.pos < write.node.end;
  const waits = facts.graph(fn).ops('suspend').filter(isBetween);
  if (writer !== fn || !waits.some(({ node }) => node === suspension)) return undefined;
  return new Paces(context).ofAll(facts, fn, waits, regionOf(facts, fn, test!.node, write.node));
}

/** What runs where nothing was found: the branch that holds the write, or all that follows the test. */
function regionOf({ tree }: Facts, fn: Fn, test: Node, write: Node): { start: number; end: number } {
  for (let at = test; at.parent && at !== fn.node; at = at.parent)
    if (tree.kind(at) === K.IfStatement && at.end >= write.end) return { start: at.expression!.end, end: at.end };
  return { start: test.end, end: fn.node.end };
}

/** Once it is there it stays: nobody empties it, nobody changes a part of it, and whoever sets it has tested it. */
function isNeverReset(facts: Facts, { location, fn }: Interleaving): boolean {
  const { root, whole, key } = location;
  const isOwn = root.kind === 'binding' ? root.binding.scope.fn.kind === 'module' : isPrivate(location);
  return (
    isOwn &&
    facts.functions.every((other) =>
      facts
        .graph(other)
        .ops('write')
        .every((op) => {
          const written = op.location.key;
          if (whole && op.method === 'clear' && written.startsWith(whole.key)) return false;
          if (written.startsWith(`${key}.`) || written.startsWith(`${key}[`)) return false;
          if (written !== key || op.how === 'declare' || other === fn) return true;
          const keeps = !!op.value && op.how === '=' && !isEmptyConstant(facts.tree, op.value);
          return keeps && effectsOf(facts, other).tests.has(key);
        }),
    )
  );
}

function isPrivate({ root, path }: Interleaving['location']): boolean {
  return root.kind === 'this' && root.owner.members.get(path[0] ?? '')?.access === 'private';
}
