/** Waits for all become `idle()`, which waits for late tasks too; the clear after one goes. */
import { calleeName, contains, isFunction, unwrap, wrapped } from '../facts/shapes.ts';
import { freeLocal } from '../rewrite/names.ts';
import { bodyStatements, placeOf } from '../rewrite/statements.ts';
import { indentAt, styleOf } from '../rewrite/style.ts';
import type { Node } from '../syntax.ts';
import { K, startOf, textOf } from '../syntax.ts';
import { type Job, Stays } from './registry.ts';
import type { Use } from './uses.ts';
import { afterWait, waitsOf } from './waits.ts';

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

/** The loop over a copy: directly, or through the one use of the local name that holds it. */
function loopOver({ facts, removed }: Job, { kind, at }: Use): Node | undefined {
  const { tree } = facts;
  if (kind !== 'copy') return undefined;
  const parent = wrapped(tree, at).parent;
  if (parent && tree.kind(parent) === K.ForOfStatement) return parent;
  const held = onlyUse(facts, at);
  if (!held || tree.kind(held.use.parent) !== K.ForOfStatement) return undefined;
  removed.add(held.statement);
  return held.use.parent;
}

/** `const pending = [...tasks];` whose name is used once. */
function onlyUse(facts: Job['facts'], copy: Node): { readonly use: Node; readonly statement: Node } | undefined {
  const { tree } = facts;
  const declaration = wrapped(tree, copy).parent;
  if (!declaration || tree.kind(declaration) !== K.VariableDeclaration) return undefined;
  if (declaration.parent.declarations?.length !== 1) return undefined;
  const binding = facts.lookup(declaration.name?.text ?? '', declaration.name!);
  const [use, ...more] = binding ? facts.references(binding) : [];
  return use && !more.length ? { use, statement: declaration.parent.parent } : undefined;
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
  const isUnused = awaiting && (isRaced(job, awaiting) || (isGone && isContinued(job, awaiting)));
  if (!isUnused) throw new Stays('the results of its tasks are used');
  draft.replaceNode(call, `${textOf(tree, use.node)}.${job.wait}()`);
  job.handled.add(use.node);
}

/** `Promise.all(tasks).then(() => …)`: what comes next takes no results. */
function isContinued({ facts }: Job, access: Node): boolean {
  const { tree } = facts;
  const call =
    tree.kind(access) === K.PropertyAccessExpression && access.name?.text === 'then' ? access.parent : undefined;
  if (!call || tree.kind(call) !== K.CallExpression || call.arguments?.length !== 1) return false;
  const callback = unwrap(tree, call.arguments[0]!);
  return isFunction(tree, callback) && !callback.parameters?.length;
}

/** `await Promise.race([Promise.all(tasks), deadline])` */
function isRaced({ facts }: Job, list: Node): boolean {
  const { tree } = facts;
  const race = tree.kind(list) === K.ArrayLiteralExpression ? wrapped(tree, list).parent : undefined;
  if (!race || tree.kind(race) !== K.CallExpression || textOf(tree, race.expression!) !== 'Promise.race') return false;
  const awaiting = wrapped(tree, race).parent;
  return (
    tree.kind(awaiting) === K.AwaitExpression && tree.kind(wrapped(tree, awaiting).parent) === K.ExpressionStatement
  );
}

/** `Promise.all` of the copy, directly or through the one use of a local name, whose declaration goes. */
function promiseCall({ facts, removed }: Job, { at }: Use): Node {
  const { tree } = facts;
  const isAll = (node: Node | undefined) =>
    !!node &&
    tree.kind(node) === K.CallExpression &&
    /^Promise\.(all|allSettled|race)$/.test(textOf(tree, node.expression!));
  const lone =
    tree.kind(at) === K.ArrayLiteralExpression
      ? at.elements?.length === 1
      : at.arguments?.length === 1 || !at.arguments?.length;
  const parent = wrapped(tree, at).parent;
  if (lone && isAll(parent)) return parent!;
  const held = lone ? onlyUse(facts, at) : undefined;
  const call = held && wrapped(tree, held.use).parent;
  if (!held || !isAll(call)) throw new Stays('what it holds is copied');
  removed.add(held.statement);
  return call!;
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

/** `tasks.size > 0`, `tasks.length`, `tasks.size !== 0`. */
function isSizeTest({ facts, collection }: Job, test: Node): boolean {
  const { tree } = facts;
  let inner = unwrap(tree, test);
  if (tree.kind(inner) === K.BinaryExpression) {
    const operator = textOf(tree, inner.operatorToken!);
    if (!/^(>|!==?|>=)$/.test(operator) || !/^[01]$/.test(textOf(tree, inner.right!))) return false;
    inner = unwrap(tree, inner.left!);
  }
  return collection.uses.some((use) => use.kind === 'size' && use.at === inner);
}
