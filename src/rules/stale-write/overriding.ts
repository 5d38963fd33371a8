/**
 * Changes that a later invocation makes all over again: it sets the same fields of the content, or the same constants in
 * them. Whoever writes last, nothing of the earlier one was left to be lost.
 */
import type { Binding, Facts, Fn } from '../../core/facts/facts.ts';
import {
  assignmentOf,
  contains,
  isAssignmentTarget,
  isConstantExpression,
  isFunction,
  isLoop,
  wrapped,
} from '../../core/facts/shapes.ts';
import { mentions } from '../../core/facts/tests.ts';
import { K, type Node } from '../../core/syntax.ts';
import { type Access, writtenBy } from './accesses.ts';
import { contentOf, isWhole, loopOver, stemsFrom } from './content.ts';

/** One change of the content in place: `config.theme = theme`, `delete config.mode`. */
interface Change {
  readonly node: Node;
  /** `theme`, `mode`: names all the way, from the content itself. */
  readonly field: string | undefined;
  readonly constant: boolean;
}

export function isOverriding(facts: Facts, fn: Fn, read: Access, write: Access): boolean {
  const content = contentOf(facts, fn, read.call);
  if (!writtenBy(write).every((value) => isWhole(facts, value, content) || !stemsFrom(facts, value, content)))
    return false;
  const changes = changesOf(facts, fn, content, write);
  if (!changes?.length) return false;
  const isUnasked = ({ node }: Change) => headsAround(node, fn.node).every((head) => !isInput(facts, fn, head));
  if (changes.every((change) => change.constant && isUnasked(change))) return true;
  return changes.every(({ field }) => field !== undefined) && !!fieldsOf(facts, fn.node.body!, changes);
}

/** Every change of the content in place; undefined where one can't be read. */
function changesOf(facts: Facts, fn: Fn, content: ReadonlySet<Binding>, write: Access): Change[] | undefined {
  const { tree } = facts;
  const changes: Change[] = [];
  const uses = [...content].flatMap((binding) => facts.references(binding));
  for (const use of uses) {
    let at = wrapped(tree, use);
    const names: string[] = [];
    while (at.parent && isAccessOf(facts, at.parent, at)) {
      at = at.parent;
      names.push(tree.kind(at) === K.PropertyAccessExpression ? (at.name?.text ?? '') : '[]');
      at = wrapped(tree, at);
    }
    const parent = at.parent!;
    const isStatic = !names.includes('[]');
    if (tree.kind(parent) === K.CallExpression && parent !== write.call) {
      const isMethod = parent.expression === at;
      if (isMethod ? changing.test(names.at(-1) ?? '') : isStatement(facts, parent)) return undefined;
    }
    if (!names.length || !isAssignmentTarget(tree, at)) continue;
    const isDelete = tree.kind(parent) === K.DeleteExpression;
    if ((!isDelete && assignmentOf(tree, parent) !== '=') || !isStatic) return undefined;
    if (facts.functionOf(at) !== fn || (!isDelete && stemsFrom(facts, parent.right!, content))) return undefined;
    const isContent = !loopOver(facts, facts.resolve(use)!);
    changes.push({
      node: parent,
      field: isContent && names.length === 1 ? names[0] : undefined,
      constant: isDelete || isConstantExpression(tree, parent.right!),
    });
  }
  return changes;
}

const changing =
  /^(push|pop|shift|unshift|splice|sort|reverse|fill|copyWithin|set|add|delete|clear|append|insert|remove\w*|update\w*|forEach)$/;

function isAccessOf({ tree }: Facts, node: Node, object: Node): boolean {
  const k = tree.kind(node);
  return (k === K.PropertyAccessExpression || k === K.ElementAccessExpression) && node.expression === object;
}

/** `migrate(config);` may change what it is given. */
function isStatement({ tree }: Facts, call: Node): boolean {
  let { parent } = wrapped(tree, call);
  if (parent && tree.kind(parent) === K.AwaitExpression) parent = wrapped(tree, parent).parent;
  return !!parent && tree.kind(parent) === K.ExpressionStatement;
}

/** Conditions and loop heads that a node stands under, up to its function. */
function headsAround(node: Node, top: Node): Node[] {
  const heads: Node[] = [];
  for (let at = node; at.parent && at !== top; at = at.parent) {
    const { expression, condition } = at.parent;
    for (const head of [expression, condition]) if (head && !contains(head, node)) heads.push(head);
  }
  return heads;
}

/** It mentions what an invocation brings along, or what can differ from one to the next. */
function isInput(facts: Facts, fn: Fn, head: Node): boolean {
  const { tree } = facts;
  return mentions(facts, head, (n) => {
    if (tree.kind(n) === K.ThisKeyword) return true;
    const binding = tree.kind(n) === K.Identifier ? facts.resolve(n) : undefined;
    return !!binding && (binding.scope.fn !== fn || binding.kind === 'parameter');
  });
}

/** The fields that a statement sets, whichever way it goes; undefined where one way sets others than another. */
function fieldsOf(facts: Facts, node: Node, changes: readonly Change[]): ReadonlySet<string> | undefined {
  const { tree } = facts;
  if (isFunction(tree, node)) return new Set();
  const own = changes.filter((c) => c.node === node).map((c) => c.field!);
  const inside = changes.some((c) => c.node !== node && contains(node, c.node));
  if (!inside) return new Set(own);
  const k = tree.kind(node);
  if (isLoop(tree, node) || k === K.SwitchStatement || k === K.ConditionalExpression || k === K.CatchClause)
    return undefined;
  if (k === K.IfStatement) {
    const then = fieldsOf(facts, node.thenStatement!, changes);
    const other = node.elseStatement ? fieldsOf(facts, node.elseStatement, changes) : new Set<string>();
    return then && other && then.size === other.size && [...then].every((f) => other.has(f)) ? then : undefined;
  }
  const all = new Set<string>(own);
  let same = true;
  node.forEachChild((part) => {
    const fields = fieldsOf(facts, part, changes);
    if (!fields) same = false;
    for (const field of fields ?? []) all.add(field);
    return undefined;
  });
  return same ? all : undefined;
}
