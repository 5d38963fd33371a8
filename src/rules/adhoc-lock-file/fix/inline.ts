/** Taken, used and given back in one function: what takes it becomes `acquire`, what removes it `release`. */
import type { Facts } from '../../../core/facts/facts.ts';
import { contains, isFunction, isLoop } from '../../../core/facts/shapes.ts';
import { mentions } from '../../../core/facts/tests.ts';
import type { AdhocLock } from '../../../core/files/adhoc-lock.ts';
import { Draft, moved } from '../../../core/rewrite/draft.ts';
import { importRuntime, nodeRuntimeModule } from '../../../core/rewrite/imports.ts';
import { freeLocal } from '../../../core/rewrite/names.ts';
import { linesOf, neverEnds, type Place, placeOf, type Range } from '../../../core/rewrite/statements.ts';
import { indentAt, styleOf } from '../../../core/rewrite/style.ts';
import { sweep } from '../../../core/rewrite/sweep.ts';
import { K, type Node, startOf, textOf } from '../../../core/syntax.ts';
import type { Replacement } from './plan.ts';
import { Protocol, takingOf } from './protocol.ts';

export function inlineFix(facts: Facts, lock: AdhocLock): Replacement | undefined {
  const { tree } = facts;
  const protocol = new Protocol(facts, lock);
  const held = attemptOf(facts, lock);
  if (!held) return undefined;
  const { attempt, place, path } = held;
  const fn = facts.functionOf(attempt);
  const loop = loopAround(facts, place, attempt);
  if (loop === false) return undefined;
  const outer = loop ? placeOf(tree, loop) : place;
  if (!outer) return undefined;
  const inLoop = loop ? place.statements.slice(0, place.index) : [];
  const before = loop
    ? protocol.isOnly(inLoop) && ownLocalsBefore(facts, path, outer)
    : takersBefore(facts, path, protocol, place);
  if (!before) return undefined;
  const taken = [...before, ...inLoop];
  const isTaken = lock.steps.some(
    ({ call, deed }) => /^(?:write|mkdir|move)$/.test(deed.does) && taken.some((s) => contains(s, call)),
  );
  if (!isTaken || isReadAfter(facts, taken, place.statements.slice(place.index))) return undefined;
  const taking = takingOf(facts, fn, loop ? [...before, loop] : before, loop ? [attempt] : []);
  const runtime = importRuntime(facts, 'FileLock', nodeRuntimeModule);
  if (!taking || !runtime) return undefined;
  const inTry = (attempt.tryBlock?.statements ?? []).filter((s) => protocol.touches(s));
  const given = (attempt.finallyBlock?.statements ?? []).filter((s) => protocol.touches(s) || usesOf(facts, s, taken));
  if (!given.length || !protocol.isOnly([...inTry, ...given])) return undefined;

  const draft = new Draft(tree);
  const { semicolon } = styleOf(tree);
  const eol = tree.text.includes('\r\n') ? '\r\n' : '\n';
  const name = freeLocal(facts, fn, ['lock', 'held', 'fileLock']);
  const method = taking.refusal ? 'tryAcquire' : 'acquire';
  const limit = taking.limit ? `{ timeout: ${textOf(tree, taking.limit)} }` : '';
  const made = `new ${runtime.local}(${textOf(tree, path)})`;
  const call = fn.async ? `await ${made}.${method}(${limit})` : `${made}.${method}Sync(${limit})`;
  const refusal = taking.refusal && `if (!${name}) ${textOf(tree, taking.refusal)}`;
  const lines = [`const ${name} = ${call}${semicolon}`, ...(refusal ? [refusal] : [])];
  const gone: Range[] = [];
  const take = (from: Node, to: Node, rest: (own: string) => string = () => '') => {
    const { start, end } = linesOf(tree, from, to);
    const own = indentAt(tree.text, startOf(tree, from));
    draft.replace(start, end, () => lines.map((line) => own + line).join(eol) + rest(own));
    return { start, end };
  };
  if (loop) {
    const range = take(before[0] ?? loop, loop, (own) => {
      const inner = indentAt(tree.text, startOf(tree, attempt));
      return eol + own + moved(draft.textOf(attempt), inner, own);
    });
    gone.push({ start: range.start, end: startOf(tree, attempt) }, { start: attempt.end, end: range.end });
  } else gone.push(take(before[0]!, before.at(-1)!));
  for (const statement of inTry) {
    const { start, end } = linesOf(tree, statement, statement);
    gone.push({ start, end });
    draft.remove(start, end + eol.length);
  }
  const { start, end } = linesOf(tree, given[0]!, given.at(-1)!);
  gone.push({ start, end });
  draft.replace(start, end, `${indentAt(tree.text, startOf(tree, given[0]!))}${name}.release()${semicolon}`);
  sweep(facts, draft, gone, `${lines.join(eol)}\n${name}.release()`, runtime.edits);
  const edits = draft.edits();
  return edits && { edits, gaveUp: taking.gaveUp };
}

/**
 * `for (;;) { take it, or go on; try { return … } finally { … } }`: the loop that goes with the lock. `false`: one that
 * is there for more.
 */
function loopAround({ tree }: Facts, { list, statements, index }: Place, attempt: Node): Node | false | undefined {
  const loop = list.parent;
  if (!loop || !isLoop(tree, loop)) return undefined;
  const isEndless = /^(?:for\s*\(\s*;\s*;\s*\)|while\s*\(\s*(?:true|1)\s*\))/.test(textOf(tree, loop));
  const isLast = index === statements.length - 1;
  return isEndless && isLast && neverEnds(tree, attempt.tryBlock?.statements ?? []) && !attempt.catchClause && loop;
}

/** The `try` whose `finally` removes the lock. */
function attemptOf({ tree }: Facts, { steps }: AdhocLock): { attempt: Node; place: Place; path: Node } | undefined {
  for (const { call, deed, paths } of steps) {
    if (deed.does !== 'delete') continue;
    for (let at: Node = call; at.parent && !isFunction(tree, at); at = at.parent) {
      const { parent } = at;
      if (tree.kind(parent) !== K.TryStatement || parent.finallyBlock !== at) continue;
      const place = placeOf(tree, parent);
      if (place) return { attempt: parent, place, path: paths[0]!.node };
    }
  }
  return undefined;
}

/** The statements right in front of the `try` that are there for the lock alone. */
function takersBefore(facts: Facts, path: Node, protocol: Protocol, place: Place): Node[] | undefined {
  const { statements, index } = place;
  const first = statements.findIndex((s) => protocol.touches(s));
  if (first < 0 || first >= index) return undefined;
  let from = first;
  while (from > 0 && isOwnLocal(facts, path, statements[from - 1]!, statements.slice(from, index + 1))) from--;
  const taken = statements.slice(from, index);
  return protocol.isOnly(taken) ? [...taken] : undefined;
}

/** What stands before the loop for it alone. */
function ownLocalsBefore(facts: Facts, path: Node, { statements, index }: Place): Node[] {
  let from = index;
  while (from > 0 && isOwnLocal(facts, path, statements[from - 1]!, [...statements.slice(from, index + 1), path]))
    from--;
  return statements.slice(from, index);
}

/** `const deadline = Date.now() + limit;`, used by the lock alone. */
function isOwnLocal(facts: Facts, path: Node, statement: Node, rest: readonly Node[]): boolean {
  const { tree } = facts;
  if (tree.kind(statement) !== K.VariableStatement) return false;
  const own = facts.bindings.filter((b) => contains(statement, b.ident));
  const isOfPath = (name: Node) =>
    mentions(facts, path, (n) => tree.kind(n) === K.Identifier && facts.resolve(n)?.ident === name);
  return own.every(
    (b) =>
      !isOfPath(b.ident) && facts.references(b).every((use) => rest.some((s) => contains(s, use) && s !== rest.at(-1))),
  );
}

/** What they declare is read later by more than what goes with them. */
function isReadAfter(facts: Facts, taken: readonly Node[], rest: readonly Node[]): boolean {
  const [attempt, ...after] = rest;
  const kept = [attempt!.tryBlock!, attempt!.catchClause, ...after].filter((n) => n !== undefined);
  return facts.bindings.some(
    (b) =>
      taken.some((s) => contains(s, b.ident)) && facts.references(b).some((use) => kept.some((s) => contains(s, use))),
  );
}

function usesOf(facts: Facts, statement: Node, taken: readonly Node[]): boolean {
  return facts.bindings.some(
    (b) => taken.some((s) => contains(s, b.ident)) && facts.references(b).some((use) => contains(statement, use)),
  );
}
