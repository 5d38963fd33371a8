/** A start that takes the flag down only after it has waited: who stopped it meanwhile has done so in vain. */
import { calleeOf } from '../../core/facts/callgraph.ts';
import { effectsOf } from '../../core/facts/effects.ts';
import type { Facts, Fn } from '../../core/facts/facts.ts';
import { calleeName, contains } from '../../core/facts/shapes.ts';
import { ownAwaits } from '../../core/rewrite/statements.ts';
import { K, type Node } from '../../core/syntax.ts';
import type { Flag, Site } from './flags.ts';
import { firstLook } from './polls.ts';

export interface Undone {
  readonly suspension: Node;
  /** What it begins although it was stopped. */
  readonly begins: Node;
  readonly cancel: Site;
}

export function undoneAt(facts: Facts, flag: Flag, { fn, node }: Site): Undone | undefined {
  const { tree } = facts;
  if (flag.kind !== 'flag' || !fn.suspends || !fn.node.body || !isInMainLine(facts, fn, node)) return undefined;
  const suspension = ownAwaits(tree, [fn.node.body]).findLast((n) => n.end <= node.pos);
  const cancel = flag.cancels.find(
    (site) => site.fn !== fn && isOffered(site.fn) && effectsOf(facts, site.fn).sync.has(flag.location.key),
  );
  if (!suspension || !cancel) return undefined;
  const isLook = (pos: number) => pos >= suspension.end && pos < node.pos;
  const looks = facts
    .graph(fn)
    .blocks.flatMap(({ ops }) => ops.filter((op) => op.op === 'read' && op.location.key === flag.location.key));
  if (looks.some((op) => isLook(op.node.pos))) return undefined;
  const begins = facts.calls.find(
    (call) => call.pos >= node.end && contains(fn.node, call) && begin(facts, flag, call),
  );
  return begins && { suspension, begins, cancel };
}

/** Not in a branch, a `catch` or a `finally`. */
function isInMainLine({ tree }: Facts, fn: Fn, node: Node): boolean {
  for (let at = node.parent; at !== fn.node && at.parent; at = at.parent) {
    const k = tree.kind(at);
    const isPlain =
      k === K.ExpressionStatement || k === K.Block || (k === K.TryStatement && contains(at.tryBlock!, node));
    if (!isPlain) return false;
  }
  return true;
}

function isOffered(fn: Fn): boolean {
  return !!fn.member && fn.member.access !== 'private';
}

/** Work that goes on until the flag says otherwise. */
function begin(facts: Facts, flag: Flag, call: Node): boolean {
  if (calleeName(facts.tree, call) === 'setInterval') return true;
  const callee = calleeOf(facts, call);
  return !!callee && !!firstLook(facts, flag, callee);
}
