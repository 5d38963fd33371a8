/** Tests that tell one's own entry from a newer one. */

import type { Node } from '../syntax.ts';
import { K, textOf } from '../syntax.ts';
import type { Facts } from './facts.ts';
import { calleeName, isConstantExpression, isUpdate, unwrap } from './shapes.ts';
import { mentions } from './tests.ts';

const asks =
  /^(is|was)?_?(aborted|cancell?ed|stale|superseded|replaced|current|latest|newest|same|own|mine|still\w*|disposed)$/i;

/**
 * `map.get(key) === task`, `this.generation === generation`, `signal.aborted`, `--this.users === 0`, `isCurrent()`: it
 * compares two things that both may change, asks for an abort, or counts. That there is an entry says not whose it is.
 */
export function saysWhose(facts: Facts, test: Node): boolean {
  const { tree } = facts;
  return mentions(facts, unwrap(tree, test), (node) => {
    switch (tree.kind(node)) {
      case K.BinaryExpression:
        return (
          /^[!=]==?$/.test(textOf(tree, node.operatorToken!)) &&
          [node.left!, node.right!].every((side) => !isPlain(facts, side))
        );
      case K.PropertyAccessExpression:
        // `ref.current` is where React keeps a value.
        return node.name?.text !== 'current' && asks.test(node.name?.text ?? '');
      case K.CallExpression:
        return asks.test(calleeName(tree, node) ?? '');
      case K.Identifier:
        return node.parent?.name !== node && asks.test(node.text ?? '');
      default:
        return isUpdate(tree, node);
    }
  });
}

function isPlain(facts: Facts, node: Node): boolean {
  const inner = unwrap(facts.tree, node);
  return isConstantExpression(facts.tree, inner) || facts.tree.kind(inner) === K.TypeOfExpression;
}
