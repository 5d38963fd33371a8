/** What a `Lazy` or `KeyedLazy` would replace, and everything that is done to it in the file. */
import type { Facts } from '../../core/facts/facts.ts';
import {
  assignmentOf,
  isAssignmentTarget,
  isEmptyConstant,
  isUndefinedOrNull,
  unwrap,
  wrapped,
} from '../../core/facts/shapes.ts';
import { type Storage, startsEmpty } from '../../core/rewrite/storage.ts';
import { K, type Node, textOf } from '../../core/syntax.ts';

/** `flag`: only ever true or false, said of work done. `set`: the same for each of many keys. */
export type TargetKind = 'value' | 'flag' | 'map' | 'set';

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
  readonly key: Node | undefined;
  readonly value: Node | undefined;
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
  if (!kind) return storage.keyed ? `${name} is no plain Map or Set` : `${name} starts with a value`;
  const accesses: Access[] = [];
  for (const use of uses) {
    const access = kind === 'map' || kind === 'set' ? entryAccess(facts, use, kind) : valueAccess(facts, use, kind);
    if (!access) return `${name} is used in a way that a lazy value has no form for`;
    accesses.push(access);
  }
  return { storage, kind, accesses };
}

function kindOf(facts: Facts, storage: Storage, uses: readonly Node[]): TargetKind | undefined {
  const { tree } = facts;
  if (storage.keyed) {
    const text = [storage.type, storage.initializer].map((n) => (n ? textOf(tree, n) : ''));
    const made = /^new\s+(Map|Set)\b(?:<[\s\S]*>)?\s*\(\s*\)$/.exec(text[1]!.trim())?.[1];
    if (!made || (text[0] && !text[0].startsWith(`${made}<`))) return undefined;
    return made === 'Map' ? 'map' : 'set';
  }
  const values = uses.flatMap((use) => writtenValue(facts, use) ?? []);
  const isFlag = values.length > 0 && values.every((v) => isTrue(facts, v) || isEmptyConstant(tree, v));
  const { initializer } = storage;
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
  const k = tree.kind(parent);
  const access = (does: Access['does'], node: Node, value?: Node): Access => ({
    does,
    node,
    use,
    key: undefined,
    value,
  });
  if (!isAssignmentTarget(tree, use)) return access('read', use);
  if (k === K.DeleteExpression) return access('reset', parent);
  const how = parent.left === outer ? assignmentOf(tree, parent) : undefined;
  if (!how || how === 'compound' || outer !== use) return undefined;
  const value = parent.right!;
  if (how === 'logical') {
    const operator = tree.kind(parent.operatorToken!);
    return operator === K.AmpersandAmpersandEqualsToken ? undefined : access('write', parent, value);
  }
  const clears = kind === 'flag' ? isEmptyConstant(tree, value) : isUndefinedOrNull(tree, value);
  return access(clears ? 'reset' : 'write', parent, value);
}

const sameInMap = new Set(['size', 'keys', 'values', 'entries']);
const sameInSet = new Set(['size', 'keys']);

function entryAccess(facts: Facts, use: Node, kind: TargetKind): Access | undefined {
  const { tree } = facts;
  const { parent } = use;
  if (!parent) return undefined;
  const access = (does: Access['does'], node: Node, key?: Node, value?: Node): Access => ({
    does,
    node,
    use,
    key,
    value,
  });
  const k = tree.kind(parent);
  if (k === K.PropertyAccessExpression && parent.expression === use && !parent.questionDotToken) {
    const name = parent.name?.text ?? '';
    if ((kind === 'map' ? sameInMap : sameInSet).has(name)) return access('same', parent);
    const call = parent.parent;
    if (tree.kind(call) !== K.CallExpression || call.expression !== parent || call.questionDotToken) return undefined;
    const [key, value] = call.arguments ?? [];
    switch (name) {
      case 'has':
        return access('has', call, key);
      case 'get':
        return kind === 'map' ? access('read', call, key) : undefined;
      case 'set':
        return kind === 'map' ? access('write', call, key, value) : undefined;
      case 'add':
        return kind === 'set' ? access('write', call, key) : undefined;
      case 'delete':
      case 'clear':
        return access('reset', call, key);
      default:
        return undefined;
    }
  }
  const iterates =
    (k === K.ForOfStatement && parent.expression === use) ||
    (k === K.SpreadElement && tree.kind(parent.parent) === K.ArrayLiteralExpression);
  if (iterates) return kind === 'map' ? access('same', use) : undefined;
  const isRenewed =
    assignmentOf(tree, parent) === '=' &&
    parent.left === use &&
    /^new\s+(Map|Set)\b(?:<[\s\S]*>)?\s*\(\s*\)$/.test(textOf(tree, parent.right!));
  return isRenewed ? access('renew', parent) : undefined;
}
