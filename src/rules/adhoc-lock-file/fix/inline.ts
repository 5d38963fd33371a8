/** Taken, used and given back in one function: what takes it becomes `acquire`, what removes it `release`. */
import type { Facts } from '../../../core/facts/facts.ts';
import { contains, isFunction } from '../../../core/facts/shapes.ts';
import { mentions } from '../../../core/facts/tests.ts';
import type { AdhocLock } from '../../../core/files/adhoc-lock.ts';
import { Draft } from '../../../core/rewrite/draft.ts';
import { importRuntime, nodeRuntimeModule } from '../../../core/rewrite/imports.ts';
import { freeLocal } from '../../../core/rewrite/names.ts';
import { isLoop, linesOf, type Place, placeOf, type Range } from '../../../core/rewrite/statements.ts';
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
  if (place.list.parent && isLoop(tree, place.list.parent)) return undefined;
  const before = takersBefore(facts, path, protocol, place);
  const isTaken = lock.steps.some(
    ({ call, deed }) => /^(?:write|mkdir|move)$/.test(deed.does) && before?.some((s) => contains(s, call)),
  );
  if (!before?.length || !isTaken) return undefined;
  const isAgain = (call: Node) => facts.resolve(call.expression!)?.declaration === fn.node;
  const taking = takingOf(facts, before, isAgain);
  const runtime = importRuntime(facts, 'FileLock', nodeRuntimeModule);
  if (!taking || !runtime) return undefined;
  const inTry = (attempt.tryBlock?.statements ?? []).filter((s) => protocol.touches(s));
  const given = (attempt.finallyBlock?.statements ?? []).filter((s) => protocol.touches(s) || usesOf(facts, s, before));
  if (!given.length || !protocol.isOnly([...inTry, ...given])) return undefined;

  const draft = new Draft(tree);
  for (const edit of runtime.edits) draft.replace(edit.start, edit.end, edit.text);
  const { semicolon } = styleOf(tree);
  const name = freeLocal(facts, fn, ['lock', 'held', 'fileLock']);
  const method = taking.refusal ? 'tryAcquire' : 'acquire';
  const made = `new ${runtime.local}(${textOf(tree, path)})`;
  const call = fn.async ? `await ${made}.${method}()` : `${made}.${method}Sync()`;
  const gone: Range[] = [];
  const drop = (from: Node, to: Node, text: (indent: string) => string) => {
    const { start, end } = linesOf(tree, from, to);
    const own = indentAt(tree.text, startOf(tree, from));
    gone.push({ start, end });
    draft.replace(start, end, text(own));
  };
  const refusal = taking.refusal && `if (!${name}) ${textOf(tree, taking.refusal)}`;
  const eol = tree.text.includes('\r\n') ? '\r\n' : '\n';
  const take = (own: string) =>
    [`const ${name} = ${call}${semicolon}`, ...(refusal ? [refusal] : [])].map((line) => own + line).join(eol);
  drop(before[0]!, before.at(-1)!, take);
  for (const statement of inTry) {
    const { start, end } = linesOf(tree, statement, statement);
    gone.push({ start, end });
    draft.remove(start, end + eol.length);
  }
  drop(given[0]!, given.at(-1)!, (own) => `${own}${name}.release()${semicolon}`);
  sweep(facts, draft, gone, `${take('')}\n${name}.release()`);
  const edits = draft.edits();
  return edits && { edits, gaveUp: taking.gaveUp };
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
  return protocol.isOnly(taken) && !isReadAfter(facts, taken, statements.slice(index)) ? [...taken] : undefined;
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
