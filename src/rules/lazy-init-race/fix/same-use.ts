/**
 * `if (x) return x.query(sql); x = await make(); return x.query(sql);`: both ways do the same with the value. What makes
 * it moves, and the last statement stays.
 */
import type { Binding } from '../../../core/facts/facts.ts';
import { unwrap } from '../../../core/facts/shapes.ts';
import { ownNodes } from '../../../core/rewrite/statements.ts';
import { K, type Node, startOf } from '../../../core/syntax.ts';
import type { Completion } from './completions.ts';
import type { Presence, Scene } from './presence.ts';

export interface SameUse {
  /** The local that the last statement knows the value by; undefined where it reads the place. */
  readonly kept: Binding | undefined;
  /** Reads of the place in the last statement. */
  readonly reads: readonly Node[];
}

export function sameUse(
  scene: Scene,
  presence: Presence,
  early: Node,
  last: Node,
  completion: Completion,
): SameUse | undefined {
  const { facts } = scene;
  const { tree } = facts;
  const value = completion.value && unwrap(tree, completion.value);
  const kept = value && tree.kind(value) === K.Identifier ? facts.resolve(value) : undefined;
  const isOperand = (node: Node) => {
    const operand = scene.operand(node);
    if (operand?.access.does !== 'read') return false;
    if (operand.alias) return operand.alias.binding === presence.alias?.binding;
    return scene.sameKey(operand.access, presence.access);
  };
  const isKept = (node: Node) => !!kept && tree.kind(node) === K.Identifier && facts.resolve(node) === kept;
  const before = withPlaceholders(scene, early, isOperand);
  const after = withPlaceholders(scene, last, (node) => isOperand(node) || isKept(node));
  if (!before.length || before !== after || !before.includes(placeholder)) return undefined;
  const reads = ownNodes(tree, [last], (node) => isOperand(node) && scene.accessAt(node)?.node === node);
  const usesKept = ownNodes(tree, [last], isKept).length > 0;
  return usesKept && reads.length ? undefined : { kept: usesKept ? kept : undefined, reads };
}

const placeholder = '\uE001';

/** The source on one line, each operand, `!` and all, as one sign. */
function withPlaceholders({ facts: { tree } }: Scene, node: Node, isOperand: (node: Node) => boolean): string {
  let text = '';
  let at = startOf(tree, node);
  const visit = (inner: Node): undefined => {
    if (isOperand(inner)) {
      text += tree.text.slice(at, startOf(tree, inner)) + placeholder;
      at = inner.end;
    } else inner.forEachChild(visit);
  };
  visit(node);
  return (text + tree.text.slice(at, node.end)).replace(/\s+/g, ' ');
}
