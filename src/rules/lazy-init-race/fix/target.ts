/** What a `Lazy` or `KeyedLazy` would replace, and everything that is done to it in the file. */
import type { Facts } from '../../../core/facts/facts.ts';
import {
  assignmentOf,
  isAssignmentTarget,
  isEmptyConstant,
  isUndefinedOrNull,
  unwrap,
  wrapped,
} from '../../../core/facts/shapes.ts';
import { type Storage, startsEmpty } from '../../../core/rewrite/storage.ts';
import { K, type Node, textOf } from '../../../core/syntax.ts';

/** `flag`: only ever true or false, said of work that is done. */
export type TargetKind = 'value' | 'flag' | 'map';

export interface Access {
  /**
   * `read`: the value or flag, `cache.get(key)`. `has`: `cache.has(key)`. `write`: `=`, `??=`, `cache.set(key, value)`.
   * `reset`: set to nothing, `delete`, `clear`. `renew`: `this.cache = new Map()`. `same`: means the same afterwards.
   */
  readonly does: 'read' | 'has' | 'write' | 'reset' | 'renew' | 'same';
  /** The whole expression: `this.client`, `this.client = x`, `this.cache.get(key)`. */
  readonly node: Node;
  /** The place in it: `this.client`, `this.cache`. */
  readonly use: Node;
  readonly key?: Node | undefined;
  readonly value?: Node | undefined;
}

export interface Target {
  readonly storage: Storage;
  readonly kind: TargetKind;
  readonly accesses: readonly Access[];
}

/** A string says why it can't be. */
export function targetOf(facts: Facts, storage: Storage, uses: readonly Node[]): Target | string {
  const kind = kindOf(facts, storage, uses);
  const name = `\`${storage.name}\``;
  if (!kind) return storage.keyed ? `${name} is no plain Map` : `${name} starts with a value`;
  const accesses: Access[] = [];
  for (const use of uses) {
    const access = kind === 'map' ? entryAccess(facts, use) : valueAccess(facts, use, kind);
    if (!access) return `${name} has uses that a lazy value has no form for`;
    accesses.push(access);
  }
  return { storage, kind, accesses };
}

const newMap = /^new\s+Map\b(?:<[\s\S]*>)?\s*\(\s*\)$/;

function kindOf(facts: Facts, storage: Storage, uses: readonly Node[]): TargetKind | undefined {
  const { tree } = facts;
  const { initializer, type } = storage;
  if (storage.keyed) {
    const isMap = !!initializer && newMap.test(textOf(tree, initializer));
    return isMap && (!type || /^Map\s*</.test(textOf(tree, type))) ? 'map' : undefined;
  }
  const values = uses.flatMap((use) => writtenValue(facts, use) ?? []);
  const isFlag = values.length > 0 && values.every((v) => isTrue(facts, v) || isEmptyConstant(tree, v));
  if (isFlag && (!initializer || isEmptyConstant(tree, initializer))) return 'flag';
  return startsEmpty(facts, storage) ? 'value' : undefined;
}

function writtenValue(facts: Facts, use: Node): Node | undefined {
  const { parent } = wrapped(facts.tree, use);
  return parent && assignmentOf(facts.tree, parent) && isAssignmentTarget(facts.tree, use) ? parent.right : undefined;
}

function isTrue(facts: Facts, node: Node): boolean {
  return facts.tree.kind(unwrap(facts.tree, node)) === K.TrueKeyword;
}

function valueAccess(facts: Facts, use: Node, kind: TargetKind): Access | undefined {
  const { tree } = facts;
  const outer = wrapped(tree, use);
  const { parent } = outer;
  if (!parent) return undefined;
  if (!isAssignmentTarget(tree, use)) return { does: 'read', node: use, use };
  if (tree.kind(parent) === K.DeleteExpression) return { does: 'reset', node: parent, use };
  const how = parent.left === outer ? assignmentOf(tree, parent) : undefined;
  if (!how || how === 'compound' || outer !== use) return undefined;
  const value = parent.right!;
  if (how === 'logical') {
    const isAnd = tree.kind(parent.operatorToken!) === K.AmpersandAmpersandEqualsToken;
    return isAnd ? undefined : { does: 'write', node: parent, use, value };
  }
  const clears = kind === 'flag' ? isEmptyConstant(tree, value) : isUndefinedOrNull(tree, value);
  return { does: clears ? 'reset' : 'write', node: parent, use, value };
}

function entryAccess(facts: Facts, use: Node): Access | undefined {
  const { tree } = facts;
  const { parent } = use;
  if (!parent) return undefined;
  const k = tree.kind(parent);
  if (k === K.PropertyAccessExpression) return parent.questionDotToken ? undefined : methodAccess(facts, use, parent);
  const iterates =
    (k === K.ForOfStatement && parent.expression === use) ||
    (k === K.SpreadElement && tree.kind(parent.parent) === K.ArrayLiteralExpression);
  if (iterates) return { does: 'same', node: use, use };
  const renews = assignmentOf(tree, parent) === '=' && parent.left === use && newMap.test(textOf(tree, parent.right!));
  return renews ? { does: 'renew', node: parent, use } : undefined;
}

function methodAccess(facts: Facts, use: Node, callee: Node): Access | undefined {
  const name = callee.name?.text;
  if (name === 'size' || name === 'keys' || name === 'values' || name === 'entries')
    return { does: 'same', node: callee, use };
  const node = callee.parent;
  if (facts.tree.kind(node) !== K.CallExpression || node.expression !== callee || node.questionDotToken)
    return undefined;
  const [key, value] = node.arguments ?? [];
  switch (name) {
    case 'get':
      return { does: 'read', node, use, key };
    case 'has':
      return { does: 'has', node, use, key };
    case 'set':
      return { does: 'write', node, use, key, value };
    case 'delete':
    case 'clear':
      return { does: 'reset', node, use, key };
    default:
      return undefined;
  }
}
