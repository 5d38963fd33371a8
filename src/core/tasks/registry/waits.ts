/** Waits for all become `idle()`, which waits for late tasks too; the clear after one goes. */
import { calleeName, contains, wrapped } from '../../facts/shapes.ts';
import { freeLocal } from '../../rewrite/names.ts';
import { bodyStatements, placeOf } from '../../rewrite/statements.ts';
import { indentAt, styleOf } from '../../rewrite/style.ts';
import type { Node } from '../../syntax.ts';
import { K, startOf, textOf } from '../../syntax.ts';
import { afterWait } from '../after.ts';
import type { Use } from '../uses.ts';
import { waitsOf } from '../waits.ts';
import { type Job, Stays } from './job.ts';
import { isContinued, isRaced, isSizeTest, loopOver, promiseCall } from './wait-forms.ts';

export function rewriteWaits(job: Job): void {
  const { collection, handled } = job;
  removeClears(job);
  for (const use of collection.uses) {
    if (handled.has(use.node)) continue;
    const loop = use.kind === 'each' ? use.at : loopOver(job, use);
    if (loop) rewriteLoop(job, use, loop);
    else if (use.kind === 'copy' || use.kind === 'wait') rewriteWait(job, use);
  }
}

/** A clear after a wait has nothing left to do. */
function removeClears({ facts, collection, handled, removed }: Job): void {
  const after = new Set(waitsOf(facts, collection).flatMap((wait) => afterWait(facts, collection, wait).clears));
  for (const use of collection.uses) {
    if (use.kind !== 'clear' || handled.has(use.node)) continue;
    const statement = wrapped(facts.tree, use.at).parent;
    if (!after.has(use) || !statement || !placeOf(facts.tree, statement))
      throw new Stays(`\`${textOf(facts.tree, use.at)}\` has no counterpart`);
    removed.add(statement);
    handled.add(use.node);
  }
}

/** `for (const task of tasks) await task;` */
function rewriteLoop(job: Job, use: Use, loop: Node): void {
  const { tree } = job.facts;
  const [only, ...more] = bodyStatements(tree, loop.statement!);
  const awaited = only && !more.length && tree.kind(only) === K.ExpressionStatement ? only.expression! : undefined;
  const name = loop.initializer?.declarations?.[0]?.name?.text;
  const isPlain =
    awaited &&
    tree.kind(awaited) === K.AwaitExpression &&
    name !== undefined &&
    textOf(tree, awaited.expression!) === name;
  if (!isPlain || loop.awaitModifier) throw new Stays('its tasks are walked over');
  replaceWait(job, use, loop, true);
}

function rewriteWait(job: Job, use: Use): void {
  const { facts, draft } = job;
  const { tree } = facts;
  const call = use.kind === 'wait' ? use.at : promiseCall(job, use);
  const name = calleeName(tree, call);
  if (!textOf(tree, call.expression!).startsWith('Promise.')) throw new Stays('it is waited for by other means');
  const awaiting = wrapped(tree, call).parent;
  const statement = awaiting && wrapped(tree, awaiting).parent;
  const isStatement =
    awaiting &&
    statement &&
    tree.kind(awaiting) === K.AwaitExpression &&
    tree.kind(statement) === K.ExpressionStatement;
  if (name === 'race' || name === 'any') {
    if (!isStatement) throw new Stays(`what \`Promise.${name}\` gives is used`);
    draft.replaceNode(call.arguments![0]!, textOf(tree, use.node));
    job.handled.add(use.node);
    return;
  }
  if (isStatement) {
    replaceWait(job, use, statement, name === 'all');
    return;
  }
  const isGone = !job.rejecting || name === 'allSettled';
  if (!awaiting || !isGone || !(isRaced(job, awaiting) || isContinued(job, awaiting)))
    throw new Stays('the results of its tasks are used');
  draft.replaceNode(call, `${textOf(tree, use.node)}.${job.wait}()`);
  job.handled.add(use.node);
}

function replaceWait(job: Job, use: Use, wait: Node, fails: boolean): void {
  const { facts, draft } = job;
  const { tree } = facts;
  const { semicolon } = styleOf(tree);
  const target = aroundWait(job, wait);
  const text = textOf(tree, use.node);
  job.handled.add(use.node);
  for (const other of job.collection.uses)
    if (other.kind === 'size' && contains(target, other.node)) job.handled.add(other.node);
  if (!fails || !job.rejecting) {
    draft.replaceNode(target, `await ${text}.${job.wait}()${semicolon}`);
    return;
  }
  if (!placeOf(tree, target)) throw new Stays('it is waited for in a statement without braces');
  const failures = freeLocal(facts, use.fn, ['failures', 'taskFailures']);
  const cast = tree.isJavaScript ? '' : ' as Error';
  const indent = indentAt(tree.text, startOf(tree, target));
  const lines = [
    `const ${failures} = await ${text}.${job.wait}()${semicolon}`,
    `if (${failures}.length > 0) throw ${failures}[0]${cast}${semicolon}`,
  ];
  draft.replaceNode(target, lines.join(`\n${indent}`));
}

/** With the loop or the `if` that only asks whether there is something to wait for. */
function aroundWait(job: Job, wait: Node): Node {
  const { facts, removed } = job;
  const { tree } = facts;
  const block = wait.parent;
  const isLone = tree.kind(block) === K.Block && block.statements?.every((s) => s === wait || removed.has(s));
  const owner = isLone ? block.parent : block;
  const k = tree.kind(owner);
  if (k !== K.WhileStatement && k !== K.DoStatement && k !== K.IfStatement) return wait;
  if (k === K.IfStatement && (owner.elseStatement || !contains(owner.thenStatement!, wait))) return wait;
  if (!isSizeTest(job, owner.expression!)) return wait;
  // They go with the loop.
  for (const statement of block.statements ?? []) removed.delete(statement);
  return owner;
}
