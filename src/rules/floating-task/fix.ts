/** The task is tracked, and the ending waits for it before it cleans up what the task may set. */
import { calleeOf } from '../../core/facts/callgraph.ts';
import type { Facts, Fn } from '../../core/facts/facts.ts';
import { contains, isLoop, wrapped } from '../../core/facts/shapes.ts';
import type { Fix } from '../../core/finding.ts';
import { Draft } from '../../core/rewrite/draft.ts';
import { importRuntime } from '../../core/rewrite/imports.ts';
import { ownNodes } from '../../core/rewrite/statements.ts';
import { indentAt, styleOf } from '../../core/rewrite/style.ts';
import { K, type Node, startOf, textOf } from '../../core/syntax.ts';
import { endOfChain } from '../../core/tasks/completions.ts';
import type { Outlives } from './outlives.ts';

export function fixesOf(facts: Facts, { node, task, owner, ending, cleaned }: Outlives): readonly Fix[] {
  const { tree } = facts;
  const { body } = ending.node;
  const before = body?.statements?.find((statement) => contains(statement, cleaned));
  if (tree.kind(node) !== K.CallExpression || !ending.async || ending.member?.owner !== owner || !before) return [];
  const whole = wrapped(tree, endOfChain(facts, node));
  const statement = tree.kind(whole.parent) === K.VoidExpression ? whole.parent : whole;
  if (tree.kind(statement.parent) !== K.ExpressionStatement || !endsByItself(facts, task, ending)) return [];
  const draft = new Draft(tree);
  const owned = ownerOf(facts, draft, owner.node);
  if (!owned) return [];
  const { name, isGroup } = owned;
  const { semicolon } = styleOf(tree);
  const begun = textOf(tree, whole);
  draft.replaceNode(statement, `void this.${name}.${isGroup ? `spawn(() => ${begun})` : `track(${begun})`}`);
  const wait = `await this.${name}.${isGroup ? 'close' : 'idle'}()`;
  if (!textOf(tree, body!).includes(`this.${name}.`)) {
    const start = startOf(tree, before);
    draft.insert(start, `${wait}${semicolon}\n${indentAt(tree.text, start)}`);
  }
  const edits = draft.edits();
  const how = isGroup ? 'Spawn it in the `TaskGroup`' : 'Track it in a `TaskRegistry`';
  const title = `${how} that \`${ending.name}\` waits for`;
  return edits ? [{ title, tier: 'suggestion', edits: () => edits }] : [];
}

/** It neither goes round until it is told to stop, nor waits for its own owner to end. */
function endsByItself(facts: Facts, task: Fn, ending: Fn, depth = 0): boolean {
  const { tree } = facts;
  const isEndless = (node: Node) =>
    isLoop(tree, node) && ownNodes(tree, [node], (n) => tree.kind(n) === K.AwaitExpression).length > 0;
  if (ownNodes(tree, [task.node.body ?? task.node], isEndless).length) return false;
  return facts.calls.every((call) => {
    if (!contains(task.node, call)) return true;
    const helper = calleeOf(facts, call);
    if (!helper || helper === task) return helper !== task;
    return helper !== ending && (depth > 2 || endsByItself(facts, helper, ending, depth + 1));
  });
}

interface Owned {
  readonly name: string;
  readonly isGroup: boolean;
}

/** The field of the class that holds a registry or a group; a registry is added where there is none. */
function ownerOf(facts: Facts, draft: Draft, owner: Node): Owned | undefined {
  const { tree } = facts;
  const members = owner.members ?? [];
  for (const kind of ['TaskRegistry', 'TaskGroup']) {
    const makes = new RegExp(`^new (\\w+\\.)?${kind}\\b`);
    const own = members.find(({ initializer }) => !!initializer && makes.test(textOf(tree, initializer)));
    if (own?.name) return { name: textOf(tree, own.name), isGroup: kind === 'TaskGroup' };
  }
  const [first] = members;
  const runtime = first && importRuntime(facts, 'TaskRegistry');
  if (!runtime) return undefined;
  for (const edit of runtime.edits) draft.replace(edit.start, edit.end, edit.text);
  const usesKeyword = members.some((m) => m.modifiers?.some((word) => tree.kind(word) === K.PrivateKeyword));
  const taken = new Set(members.map((m) => m.name && textOf(tree, m.name)));
  const name = ['tasks', 'running', 'ownTasks'].map((n) => (usesKeyword ? n : `#${n}`)).find((n) => !taken.has(n));
  if (!name) return undefined;
  const words = tree.isJavaScript ? '' : usesKeyword ? 'private readonly ' : 'readonly ';
  const indent = indentAt(tree.text, startOf(tree, first));
  draft.insert(first.pos, `\n${indent}${words}${name} = new ${runtime.local}()${styleOf(tree).semicolon}`);
  return { name, isGroup: false };
}
