/** A Map of controllers becomes a keyed registry: it gives each task a signal, and cancels by key. */

import type { Binding, Facts } from '../../core/facts/facts.ts';
import { contains, unwrap, wrapped } from '../../core/facts/shapes.ts';
import type { Fix } from '../../core/finding.ts';
import { Draft, dedented, indented } from '../../core/rewrite/draft.ts';
import { importRuntime } from '../../core/rewrite/imports.ts';
import { removeAll } from '../../core/rewrite/in-finally.ts';
import { freeLocal } from '../../core/rewrite/names.ts';
import { ownReturns, placeOf, statementOf } from '../../core/rewrite/statements.ts';
import { whyItStays } from '../../core/rewrite/storage.ts';
import { indentAt, styleOf } from '../../core/rewrite/style.ts';
import { K, type Node, startOf, textOf } from '../../core/syntax.ts';
import type { Collection } from '../../core/tasks/collections.ts';
import { endOfChain } from '../../core/tasks/completions.ts';
import { chainOf } from './ends.ts';
import type { Entry } from './entries.ts';
import { keyOf } from './keys.ts';

/** `undefined` where a use of the Map, or of a controller, has no counterpart. */
export function controllersFix(facts: Facts, entry: Entry, collection: Collection): Fix | undefined {
  const { tree } = facts;
  const { write, fn, end } = entry;
  const { storage } = collection;
  const local = importRuntime(facts, 'TaskRegistry');
  const value = unwrap(tree, write.value);
  const controller = tree.kind(value) === K.Identifier ? facts.resolve(value) : undefined;
  const set = statementOf(tree, write.node);
  const made = controller && statementOf(tree, controller.ident);
  const place = set && placeOf(tree, set);
  const isFlat = made && place && placeOf(tree, made)?.list === place.list && write.node.parent === set;
  if (!local || !isFlat || !storage.initializer || whyItStays(facts, storage)) return undefined;
  // Its type is in a comment.
  const { declaration, initializer } = storage;
  const head = storage.kind === 'variable' ? declaration.parent.parent : declaration;
  if (/@type\b/.test(tree.text.slice(head.pos, initializer.pos))) return undefined;
  const draft = new Draft(tree);
  const name = freeLocal(facts, fn, ['signal', 'taskSignal']);
  const options = `{ ${idOf(tree, keyOf(write)!)}, onDuplicate: ${styleOf(tree).quote}replace${styleOf(tree).quote} }`;
  const register = (task: string) =>
    `${textOf(tree, collection.uses.find((use) => use.at === write.node)!.node)}.track(${task}, ${options})`;
  if (!usesSignalOnly(facts, draft, controller, write.node, name) || !usesByKey(facts, draft, collection, entry))
    return undefined;
  removeAll(tree, draft, [made, set]);
  const rewritten =
    end.fn === fn
      ? wrapTry(facts, draft, entry, place.statements, name, register)
      : wrapChain(facts, draft, entry, name, register);
  if (!rewritten) return undefined;
  const key = collection.types.find((type) => type.typeArguments?.length === 2)?.typeArguments?.[0];
  const plain = !key || /^(string|number|symbol)$/.test(textOf(tree, key));
  if (storage.type) draft.remove(storage.declaration.name!.end, storage.type.end);
  draft.replaceNode(storage.initializer, `new ${local.local}${plain ? '' : `<${textOf(tree, key)}>`}()`);
  for (const edit of local.edits) draft.replace(edit.start, edit.end, edit.text);
  const edits = draft.edits();
  const title = `Rewrite \`${collection.location.text}\` to a \`TaskRegistry\``;
  return edits && { title, tier: 'suggestion', edits: () => edits };
}

function idOf(tree: Facts['tree'], key: Node): string {
  const text = textOf(tree, key);
  return text === 'id' ? text : `id: ${text}`;
}

/** The controller is only asked for its signal, which the registry gives. */
function usesSignalOnly(facts: Facts, draft: Draft, controller: Binding, set: Node, name: string): boolean {
  const { tree } = facts;
  if (!facts.isConstant(controller)) return false;
  return facts.references(controller).every((use) => {
    if (contains(set, use)) return true;
    const { parent } = wrapped(tree, use);
    if (tree.kind(parent) !== K.PropertyAccessExpression || parent.name?.text !== 'signal') return false;
    const isShorthand = tree.kind(parent.parent) === K.PropertyAssignment && parent.parent.name?.text === name;
    draft.replaceNode(isShorthand ? parent.parent : parent, name);
    return true;
  });
}

/** Besides this entry and its end there are only `has`, `size`, and `get(key)?.abort()`. */
function usesByKey(facts: Facts, draft: Draft, { uses }: Collection, { write, end }: Entry): boolean {
  const { tree } = facts;
  return uses.every(({ kind, at, node }) => {
    if (at === write.node || end.removals.some((removal) => removal.node === at) || kind === 'size') return true;
    const method = at.expression?.name?.text;
    if (kind !== 'query' || method === 'has') return kind === 'query';
    const access = wrapped(tree, at).parent;
    const call = method === 'get' && access?.name?.text === 'abort' ? access.parent : undefined;
    if (!call || tree.kind(call) !== K.CallExpression || !isDropped(tree, call)) return false;
    const given = [...(at.arguments ?? []), ...(call.arguments ?? [])].map((argument) => textOf(tree, argument));
    draft.replaceNode(call, `${textOf(tree, node)}.cancel(${given.join(', ')})`);
    return true;
  });
}

/** Nobody looks at its value: `cancel` has one. */
function isDropped(tree: Facts['tree'], call: Node): boolean {
  const { parent } = wrapped(tree, call);
  const k = tree.kind(parent);
  return k === K.ExpressionStatement || k === K.VoidExpression || (k === K.ArrowFunction && !parent.type);
}

type Register = (task: string) => string;

/** `try { … } finally { map.delete(key); }` */
function wrapTry(
  facts: Facts,
  draft: Draft,
  { end }: Entry,
  statements: readonly Node[],
  name: string,
  register: Register,
): boolean {
  const { tree } = facts;
  const { indent: unit, semicolon } = styleOf(tree);
  const removal = end.removals[0]!.node;
  const node = statements.find(
    (s) => tree.kind(s) === K.TryStatement && !!s.finallyBlock && contains(s.finallyBlock, removal),
  );
  if (!node || statements.at(-1) !== node || end.removals.length > 1 || node.finallyBlock!.statements?.length !== 1)
    return false;
  const { tryBlock, catchClause } = node;
  const first = tryBlock?.statements?.[0];
  if (!first) return false;
  draft.replaceNode(node, () => {
    const indent = indentAt(tree.text, startOf(tree, node));
    const body = catchClause
      ? indented(indent + draft.text(startOf(tree, node), catchClause.end), unit)
      : indent + unit + dedented(draft.text(startOf(tree, first), tryBlock.end - 1).trimEnd(), '');
    const how = ownReturns(tree, [tryBlock, ...(catchClause ? [catchClause] : [])]).length ? 'return' : 'await';
    return `${how} ${register(`async (${name}) => {\n${body}\n${indent}}`)}${semicolon}`;
  });
  return true;
}

/** `void work(controller.signal).finally(() => map.delete(key));` */
function wrapChain(facts: Facts, draft: Draft, { end }: Entry, name: string, register: Register): boolean {
  const { tree } = facts;
  const chain = chainOf(facts, end.fn);
  const { body } = end.fn.node;
  const [only, ...more] = body && tree.kind(body) === K.Block ? (body.statements ?? []) : [];
  const isLone = body === end.removals[0]!.node || (only?.expression === end.removals[0]!.node && !more.length);
  if (!chain || !isLone || end.removals.length > 1 || chain.arguments?.length !== 1) return false;
  const last = wrapped(tree, endOfChain(facts, chain));
  const outer = tree.kind(last.parent) === K.VoidExpression ? last.parent : last;
  if (tree.kind(outer.parent) !== K.ExpressionStatement) return false;
  const receiver = unwrap(tree, chain.expression!).expression!;
  draft.remove(receiver.end, chain.end);
  draft.replaceNode(outer, () => `void ${register(`(${name}) => ${draft.textOf(last)}`)}`);
  return true;
}
