/** What code does beyond looking: it makes, counts, begins or tells something. */
import type { Facts, Fn } from '../../core/facts/facts.ts';
import type { Op } from '../../core/facts/graph.ts';
import type { WriteOp } from '../../core/facts/interleave.ts';
import { calleeName, wrapped } from '../../core/facts/shapes.ts';
import { K, type Node } from '../../core/syntax.ts';
import { isMaking } from './harm.ts';

export interface Range {
  readonly start: number;
  readonly end: number;
}

/** Something is made, counted, begun or told to others, whose end nobody sees here. */
export function doesMore(facts: Facts, fn: Fn, { start, end }: Range): boolean {
  const graph = facts.graph(fn);
  const isWithin = ({ node }: Op) => node.pos >= start && node.end <= end;
  const writes = graph.ops('write');
  if (writes.some((op) => isWithin(op) && adds(op))) return true;
  const changing = new Set(writes.map(({ node }) => node));
  return graph.ops('call').some((op) => isWithin(op) && !changing.has(op.node) && begins(facts, op.node));
}

/** To what others have as well. */
function adds({ how, method, location: { root } }: WriteOp): boolean {
  if (root.kind === 'binding' && root.binding.scope.fn.kind !== 'module') return false;
  return how === 'update' || how === 'compound' || (how === 'mutate' && !/^(set|delete|clear)$/.test(method ?? ''));
}

function begins({ tree }: Facts, call: Node): boolean {
  const name = calleeName(tree, call) ?? '';
  if (tree.kind(call) === K.NewExpression) return !plainClasses.test(name);
  const k = tree.kind(wrapped(tree, call).parent);
  const isDropped = k === K.ExpressionStatement || k === K.VoidExpression;
  return isDropped ? !telling.test(name) : isMaking(name) || timers.test(name);
}

const timers = /^set(Interval|Timeout|Immediate)$/;
const plainClasses = /^(Map|Set|Date|URL|Error|RegExp|Array|TextDecoder|Uint8Array|Position|Range)$|Error$/;
/** A line in a log. */
const telling = /^(log|debug|info|warn|error|trace)$/i;
