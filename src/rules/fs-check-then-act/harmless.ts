/** Acts that do no harm though the test is out of date by then. */
import type { Facts } from '../../core/facts/facts.ts';
import { isFunction, unwrap } from '../../core/facts/shapes.ts';
import { isOwnPath, isSamePath } from '../../core/files/paths.ts';
import { K, type Node, textOf } from '../../core/syntax.ts';
import type { CheckThenAct } from './detect.ts';
import { isRenewal } from './sides.ts';

export function isHarmless(facts: Facts, { check, act, path, found }: CheckThenAct): boolean {
  const { deed } = act;
  if (found === 'failed') return isOwnPath(facts, check.paths[0]!.node);
  if (deed.atomic || isOwnPath(facts, path.node)) return true;
  switch (deed.does) {
    case 'mkdir':
      return found === 'present' || isHandled(facts, act.call, /EEXIST/);
    case 'delete':
      return found === 'absent' || isHandled(facts, act.call, /ENOENT/);
    case 'write':
      return found === 'present' || isRenewal(facts, facts.graph(facts.functionOf(act.call)), check.call, act.call);
    case 'move':
      // A folder that is not empty is not replaced.
      if (deed.name === 'rename' && !isSamePath(check.paths[0]!, path)) return true;
      return found === 'present' || isFinished(facts, deed.call);
    default:
      return found === 'present';
  }
}

/** The failure that a neighbour causes is caught, and not thrown on. */
function isHandled({ tree }: Facts, call: Node, code: RegExp): boolean {
  for (let at: Node = call; at.parent && !isFunction(tree, at.parent); at = at.parent) {
    const { parent } = at;
    if (tree.kind(parent) === K.PropertyAccessExpression && parent.name?.text === 'catch') return true;
    if (tree.kind(parent) !== K.TryStatement || parent.tryBlock !== at || !parent.catchClause) continue;
    const text = textOf(tree, parent.catchClause);
    return code.test(text) || !/\bthrow\b|\breject\b/.test(text);
  }
  return false;
}

/** `rename(`${path}.tmp`, path)`: made elsewhere, and put in place in one step. */
function isFinished(facts: Facts, call: Node): boolean {
  const from = call.arguments?.[0];
  if (!from) return false;
  return isOwnPath(facts, from) || unfinished.test(textOf(facts.tree, unwrap(facts.tree, from)));
}

const unfinished = /(?:^|[^a-z])te?mp(?![a-z])|Te?mp(?![a-z])|partial|stag(?:ing|ed)|download/;
