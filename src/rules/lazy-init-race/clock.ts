/** Values that are kept for a time only. */
import type { Facts } from '../../core/facts/facts.ts';
import type { Interleaving } from '../../core/facts/interleave.ts';
import { unwrap } from '../../core/facts/shapes.ts';
import { mentions } from '../../core/facts/tests.ts';
import { K, type Node, textOf } from '../../core/syntax.ts';

/** A cache with a clock: it is meant to be filled again and again. */
export function expires(facts: Facts, hit: Interleaving): boolean {
  const { tree } = facts;
  for (let at = hit.test?.node; at; at = at.parent) {
    const k = tree.kind(at);
    if (k === K.IfStatement) return readsClock(facts, at.expression!) || readsClock(facts, hit.write.node);
    if (k === K.Block) break;
  }
  return readsClock(facts, hit.write.node);
}

/** The time, or a name that says until when. */
function readsClock(facts: Facts, node: Node, depth = 0): boolean {
  const { tree } = facts;
  return mentions(facts, node, (at) => {
    const k = tree.kind(at);
    if (k === K.CallExpression || k === K.NewExpression) return isDateNow(facts, at);
    if (k !== K.Identifier) return false;
    if (/expir/i.test(at.text ?? '')) return true;
    const { init, kind } = facts.resolve(at) ?? {};
    return depth < 1 && kind === 'const' && !!init && isDateNow(facts, unwrap(tree, init));
  });
}

export function isDateNow({ tree }: Facts, value: Node): boolean {
  return /^(Date\.now\(\)|new Date\(\)|performance\.now\(\))/.test(textOf(tree, value));
}
