/** What the result of an awaited call is called when it gets a name of its own. */
import type { Facts, Fn } from '../../../core/facts/facts.ts';
import { calleeName, unwrap } from '../../../core/facts/shapes.ts';
import { bare, freeLocal, singular } from '../../../core/rewrite/names.ts';
import { K, type Node } from '../../../core/syntax.ts';

interface Given {
  readonly part: Node;
  readonly name: string;
}

const given = new WeakMap<Facts, Map<Node, Given[]>>();

/** A name that is free in `fn`, and that no other rewrite in the same `list` of statements was given. */
export function nameFor(facts: Facts, fn: Fn, list: Node, part: Node, updated: string): string {
  const lists = given.get(facts) ?? new Map<Node, Given[]>();
  given.set(facts, lists);
  const names = lists.get(list) ?? [];
  lists.set(list, names);
  const known = names.find((n) => n.part === part);
  if (known) return known.name;
  const isGiven = (name: string) => names.some((n) => n.name === name);
  const wanted = wantedNames(facts, part, updated);
  let name = freeLocal(facts, fn, wanted);
  for (let n = 2; isGiven(name); n++) name = freeLocal(facts, fn, [`${wanted.at(-1)}${n}`]);
  names.push({ part, name });
  return name;
}

const asking =
  /^(?:get|fetch|load|read|compute|calculate|find|query|list|resolve|request|retrieve|receive|lookup|parse|download)(?=[A-Z])/;
const bodies = new Set(['json', 'text', 'blob', 'arrayBuffer', 'formData']);

function wantedNames(facts: Facts, part: Node, updated: string): string[] {
  const { tree } = facts;
  const names: string[] = [];
  const { parent } = part;
  const k = parent && tree.kind(parent);
  if (k === K.PropertyAssignment && parent.name?.text) names.push(parent.name.text);
  let node = unwrap(tree, part);
  if (tree.kind(node) === K.PropertyAccessExpression && node.name?.text) names.push(node.name.text);
  if (tree.kind(node) === K.AwaitExpression) node = unwrap(tree, node.expression!);
  if (tree.kind(node) === K.CallExpression) {
    const called = calleeName(tree, node) ?? '';
    if (asking.test(called)) names.push(decapitalised(called.replace(asking, '')));
    else if (/^count(?=[A-Z]|$)/.test(called)) names.push('count');
    else if (bodies.has(called)) names.push(called);
  } else if (tree.kind(node) === K.Identifier && node.text?.endsWith('Promise'))
    names.push(node.text.slice(0, -'Promise'.length));
  if (k === K.ArrayLiteralExpression) names.push(singular(bare(updated)));
  if (k === K.SpreadElement) names.push('values');
  return [...names, 'value'];
}

function decapitalised(name: string): string {
  return /^[A-Z]{2}/.test(name) ? name : name[0]!.toLowerCase() + name.slice(1);
}
