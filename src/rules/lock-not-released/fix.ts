/** The release moves into `finally`; a lock of the runtime that is held to the end of its block may be held with `using`. */
import type { Binding, Facts } from '../../core/facts/facts.ts';
import { releasedBy, triedBy } from '../../core/facts/guards/locks.ts';
import { handleOf } from '../../core/facts/handles.ts';
import { contains, isNot, unwrap } from '../../core/facts/shapes.ts';
import type { Fix, TextEdit } from '../../core/finding.ts';
import { Draft, indented } from '../../core/rewrite/draft.ts';
import { type Ending, inFinally, isUsedAfter, removeAll } from '../../core/rewrite/in-finally.ts';
import { freeLocal } from '../../core/rewrite/names.ts';
import {
  bodyStatements,
  linesOf,
  neverEnds,
  ownNodes,
  ownReturns,
  placeOf,
  statementOf,
} from '../../core/rewrite/statements.ts';
import { behindBlankLines, styleOf } from '../../core/rewrite/style.ts';
import { K, type Node, startOf } from '../../core/syntax.ts';
import { saysIfHeld } from './known.ts';
import type { Leak } from './leaks.ts';

/** The lock's part of a block: what stands between taking it and the last release. */
interface Region extends Ending {
  readonly statement: Node;
  readonly last: Node;
  readonly isToTheEnd: boolean;
}

export function fixesOf(facts: Facts, leak: Leak, canUse: boolean): Fix[] {
  if (!leak.releases.length) return [];
  const moved = intoTry(facts, leak);
  if (moved) return [{ title: 'Move what stands between into the `try`', tier: 'safe', edits: () => moved }];
  const region = regionOf(facts, leak);
  if (!region) return [];
  const lock = leak.lock.length <= 40 ? `\`${leak.lock}\`` : 'the lock';
  const fixes: Fix[] = [];
  const released = inFinally(facts.tree, region);
  if (released) fixes.push({ title: `Release ${lock} in \`finally\``, tier: 'safe', edits: () => released });
  // Linters may call the variable unused: shorter, but for the author to choose.
  const using = canUse && region.isToTheEnd ? held(facts, leak, region) : undefined;
  if (using) fixes.push({ title: `Hold ${lock} with \`using\``, tier: 'suggestion', edits: () => using });
  return fixes;
}

function regionOf(facts: Facts, { acquire, releases, fn }: Leak): Region | undefined {
  const { tree } = facts;
  const lock = releasedBy(facts, releases[0]!);
  const statement = statementOf(tree, acquire);
  const place = statement && placeOf(tree, statement);
  if (!place || !isOneStep(facts, statement)) return undefined;
  const next = place.statements[place.index + 1];
  const rest = place.statements.slice(place.index + (next && sendsAway(facts, next) ? 2 : 1));
  const isRelease = (n: Node) => tree.kind(n) === K.CallExpression && releasedBy(facts, n) === lock;
  const all = ownNodes(tree, rest, isRelease).filter((n) => facts.functionOf(n) === fn);
  const lastAt = rest.findLastIndex((s) => all.some((r) => r.parent === s && tree.kind(s) === K.ExpressionStatement));
  const last = rest[lastAt];
  if (!last) return undefined;
  const body = rest.slice(0, lastAt);
  const early = all.filter((r) => !contains(last, r));
  // Each of the others must be a statement of its own in front of a way out, or in a `catch` that throws on.
  const ofBody = early.map((r) => r.parent);
  if (!body.length || ofBody.some((s) => tree.kind(s) !== K.ExpressionStatement || !leadsOut(facts, s)))
    return undefined;
  if (early.some((r) => !body.some((s) => contains(s, r)))) return undefined;
  // Where it may turn out that the lock was not got, `finally` would give back what is another's.
  const handle = handleOf(facts, acquire);
  const tests = ownNodes(tree, body, (n) => tree.kind(n) === K.IfStatement || tree.kind(n) === K.ConditionalExpression);
  if (tests.some((n) => saysIfHeld(facts, handle, n.expression ?? n.condition ?? n))) return undefined;
  const after = rest.slice(lastAt + 1);
  const isToTheEnd = !after.length || isPlainReturn(facts, after);
  const moves = isUsedAfter(facts, body, after) ? after : [];
  if (moves.length && !isToTheEnd) return undefined;
  return { statement, body, last, early: ofBody, moves, isToTheEnd };
}

/** `await lock.acquire();`, `const release = await lock.acquire();`, `if (!lock.tryAcquire()) return;` */
function isOneStep({ tree }: Facts, { expression, declarationList, thenStatement, elseStatement }: Node): boolean {
  if (declarationList) return declarationList.declarations?.length === 1;
  if (thenStatement) return !elseStatement && neverEnds(tree, bodyStatements(tree, thenStatement));
  return !!expression && tree.kind(expression) === K.AwaitExpression;
}

/** `if (!held) return;` behind `const held = lock.tryAcquire();` */
function sendsAway(facts: Facts, { expression, thenStatement, elseStatement }: Node): boolean {
  const { tree } = facts;
  if (!expression || !thenStatement || elseStatement || !neverEnds(tree, bodyStatements(tree, thenStatement)))
    return false;
  const test = unwrap(tree, expression);
  const isNegated = isNot(tree, test);
  return triedBy(facts, { test: isNegated ? test.operand! : test, on: 'truth' })?.on === isNegated;
}

function leadsOut({ tree }: Facts, statement: Node): boolean {
  const place = placeOf(tree, statement);
  const next = place?.statements[place.index + 1];
  const k = next && tree.kind(next);
  return k === K.ReturnStatement || k === K.ThrowStatement;
}

/** `return html;`: it is the same in front of the release and behind it. */
function isPlainReturn({ tree }: Facts, after: readonly Node[]): boolean {
  const [only] = after;
  if (after.length !== 1 || tree.kind(only!) !== K.ReturnStatement) return false;
  const at = only!.expression && unwrap(tree, only!.expression);
  return !at || tree.kind(at) === K.Identifier;
}

/** The `try` whose `finally` releases is there already: what stands between it and the lock goes to its start. */
function intoTry(facts: Facts, { acquire, releases }: Leak): TextEdit[] | undefined {
  const { tree } = facts;
  const statement = statementOf(tree, acquire);
  const place = statement && placeOf(tree, statement);
  if (!place || !isOneStep(facts, statement)) return undefined;
  const handle = handleOf(facts, acquire);
  const next = place.statements[place.index + 1];
  const rest = place.statements.slice(place.index + (next && leavesWithout(facts, handle, next) ? 2 : 1));
  const at = rest.findIndex((s) => s.finallyBlock && releases.some((r) => contains(s.finallyBlock!, r)));
  const attempt = rest[at];
  const first = attempt?.tryBlock?.statements?.[0];
  const between = rest.slice(0, at);
  if (!first || !between.length || ownReturns(tree, between).length) return undefined;
  const isTest = (n: Node) => tree.kind(n) === K.IfStatement && saysIfHeld(facts, handle, n.expression!);
  const others = [attempt.catchClause, attempt.finallyBlock, ...rest.slice(at + 1)].filter((n) => n !== undefined);
  if (ownNodes(tree, between, isTest).length || attempt.catchClause || isUsedAfter(facts, between, others))
    return undefined;
  const draft = new Draft(tree);
  const { start: from, end } = linesOf(tree, between[0]!, between.at(-1)!);
  const start = behindBlankLines(tree.text, from);
  const eol = tree.text.slice(end).startsWith('\r\n') ? '\r\n' : '\n';
  const lines = indented(draft.text(start, end), styleOf(tree).indent);
  draft.insert(linesOf(tree, first, first).start, `${lines}${eol}`);
  // A blank line above stands above the `try` then, in place of the one that does.
  const after = end + eol.length;
  draft.remove(start, start > from ? behindBlankLines(tree.text, after) : after);
  return draft.edits();
}

/** `if (!result.success) return …;` behind `const result = await limiter.acquire(…)` */
function leavesWithout(facts: Facts, handle: Binding | undefined, { expression, thenStatement, elseStatement }: Node) {
  if (!handle || !expression || !thenStatement || elseStatement) return false;
  return saysIfHeld(facts, handle, expression) && neverEnds(facts.tree, bodyStatements(facts.tree, thenStatement));
}

/** `using lock = await …` to the end of the block; the releases go. */
function held(facts: Facts, { acquire, fn }: Leak, { statement, last, early }: Region): TextEdit[] | undefined {
  const { tree } = facts;
  const draft = new Draft(tree);
  removeAll(tree, draft, [...early, last]);
  const handle = handleOf(facts, acquire);
  const start = startOf(tree, statement);
  if (handle) {
    const others = facts.references(handle).filter((use) => ![...early, last].some((s) => contains(s, use)));
    if (others.length) return undefined;
    const { declarationList } = statement;
    const keyword = declarationList && /^(?:const|let|var)\b/.exec(tree.text.slice(start, statement.end));
    if (!keyword) return undefined;
    draft.replace(start, start + keyword[0].length, 'using');
    // TypeScript itself calls it unused, unless its name begins so.
    const { ident } = handle;
    if (!handle.name.startsWith('_')) draft.insert(startOf(tree, ident), '_');
  } else if (tree.kind(statement) === K.ExpressionStatement) {
    draft.insert(start, `using ${freeLocal(facts, fn, ['_lock', '_held', '_handle'])} = `);
  } else return undefined;
  return draft.edits();
}
