/** The whole rewrite to a registry where the entries are promises, and the identity compare. */

import type { Facts, Fn } from '../../core/facts/facts.ts';
import { contains, receiverOf, unwrap, wrapped } from '../../core/facts/shapes.ts';
import type { Fix } from '../../core/finding.ts';
import { Draft } from '../../core/rewrite/draft.ts';
import { freeLocal } from '../../core/rewrite/names.ts';
import { placeOf, statementOf } from '../../core/rewrite/statements.ts';
import { indentAt, styleOf } from '../../core/rewrite/style.ts';
import { K, type Node, startOf, textOf } from '../../core/syntax.ts';
import { collectionsOf } from '../../core/tasks/collections.ts';
import { registryFix } from '../../core/tasks/registry/fix.ts';
import { controllersFix } from './controllers.ts';
import { type Entry, isCalledHere } from './entries.ts';
import { baseKey } from './keys.ts';
import type { TaskKind } from './kinds.ts';

/** `type`: of what is put there, where it can be written down. */
export function fixesOf(facts: Facts, entry: Entry, kind: TaskKind, type: string | undefined): readonly Fix[] {
  const base = baseKey(entry.location);
  const collection =
    base === entry.location.key ? undefined : collectionsOf(facts).find(({ location }) => location.key === base);
  const keyed = collection && kind === 'controller' ? controllersFix(facts, entry, collection) : undefined;
  const { fixes, why } =
    collection && kind === 'promise' ? registryFix(facts, collection) : { fixes: keyed ? [keyed] : [] };
  // TypeScript takes such a function for code that runs before its value has a name.
  for (let at: Fn | undefined = entry.end.fn; at && at !== entry.fn; at = at.parent)
    if (isCalledHere(facts, at)) return fixes;
  const draft = new Draft(facts.tree);
  const own = ownName(facts, draft, entry, kind, type);
  if (!own || !entry.end.removals.every(({ node }) => compare(facts, draft, node, own))) return fixes;
  const edits = draft.edits();
  const title = 'Take out only its own entry';
  const full = why ? `${title}: ${why}` : title;
  return edits ? [...fixes, { title: full.length <= 100 ? full : title, tier: 'safe', edits: () => edits }] : fixes;
}

/** The name by which the ends of the task can tell its entry; one is made where there is none. */
function ownName(
  facts: Facts,
  draft: Draft,
  { write, fn, end }: Entry,
  kind: TaskKind,
  type: string | undefined,
): string | undefined {
  const { tree } = facts;
  const value = unwrap(tree, write.value);
  const binding = tree.kind(value) === K.Identifier ? facts.resolve(value) : undefined;
  const reaches = (scope: Node) => end.removals.every(({ node }) => contains(scope, node));
  const isKept = !!binding && facts.isConstant(binding);
  if (isKept && reaches(binding.scope.node)) return binding.name;
  const statement = wrapped(tree, write.node).parent;
  const place = statement && placeOf(tree, statement);
  if (!place || tree.kind(statement) !== K.ExpressionStatement || write.how === 'logical') return undefined;
  const word = tree.kind(value) === K.ObjectLiteralExpression ? 'entry' : kind === 'promise' ? 'task' : kind;
  const name = freeLocal(facts, fn, [word, `own${word[0]!.toUpperCase()}${word.slice(1)}`]);
  const { semicolon } = styleOf(tree);
  const indent = indentAt(tree.text, startOf(tree, statement));
  const reachesAll = reaches(place.list);
  const outer = reachesAll ? statement : enclosing(facts, statement, reaches);
  if (!outer || (!reachesAll && !type && !tree.isJavaScript)) return undefined;
  if (!reachesAll) {
    const declared = tree.isJavaScript ? name : `${name}: ${type} | undefined`;
    const around = indentAt(tree.text, startOf(tree, outer));
    draft.insert(startOf(tree, outer), `let ${declared}${semicolon}\n${around}`);
  }
  // `new Promise((resolve) => …)` has its type from where it is put.
  const isUntyped = tree.kind(value) === K.NewExpression && /^Promise\s*\(/.test(textOf(tree, value).slice(4));
  if (isUntyped && reachesAll && !tree.isJavaScript) {
    const to = wrapped(tree, write.node).left;
    if (!to || tree.kind(to) === K.ElementAccessExpression) return undefined;
    draft.insert(statement.end, `\n${indent}const ${name} = ${textOf(tree, to)}${semicolon}`);
    return name;
  }
  draft.replaceNode(statement, () => {
    const head = `${reachesAll ? 'const ' : ''}${name} = ${draft.textOf(write.value)}${semicolon}`;
    const start = draft.text(startOf(tree, statement), startOf(tree, write.value));
    return `${head}\n${indent}${start}${name}${draft.text(write.value.end, statement.end)}`;
  });
  return name;
}

/** The closest statement around it whose neighbours the ends are among. */
function enclosing(facts: Facts, statement: Node, reaches: (scope: Node) => boolean): Node | undefined {
  for (let at = statementOf(facts.tree, statement.parent); at; at = statementOf(facts.tree, at.parent))
    if (reaches(placeOf(facts.tree, at)!.list)) return at;
  return undefined;
}

function compare({ tree }: Facts, draft: Draft, node: Node, own: string): boolean {
  const outer = wrapped(tree, node);
  const { parent } = outer;
  const { indent: unit, semicolon } = styleOf(tree);
  const test = `if (${current(tree, node)} === ${own})`;
  const act = `${textOf(tree, node)}${semicolon}`;
  const indent = indentAt(tree.text, startOf(tree, parent));
  if (tree.kind(parent) === K.ArrowFunction) {
    draft.replaceNode(outer, `{\n${indent}${unit}${test} ${act}\n${indent}}`);
    return true;
  }
  if (tree.kind(parent) !== K.ExpressionStatement) return false;
  // In a statement without braces an `else` that follows would be taken for that of the new `if`.
  if (!placeOf(tree, parent)) draft.replaceNode(parent, `{\n${indent}${unit}${test} ${act}\n${indent}}`);
  else if (indent.length + test.length + act.length < 100) draft.replaceNode(parent, `${test} ${act}`);
  else draft.replaceNode(parent, `${test} {\n${indent}${unit}${act}\n${indent}}`);
  return true;
}

/** What stands there now: `tasks.get(key)` for `tasks.delete(key)`. */
function current(tree: Facts['tree'], node: Node): string {
  if (receiverOf(tree, node)) return textOf(tree, node).replace(/^(.*?)\bdelete(\s*\()/s, '$1get$2');
  return textOf(tree, tree.kind(node) === K.DeleteExpression ? node.expression! : node.left!);
}
