/** What ends it moves into `finally`; what is handed over under a lock is handed over behind it. */
import type { Facts, Fn } from '../../core/facts/facts.ts';
import { contains } from '../../core/facts/shapes.ts';
import type { Fix, TextEdit } from '../../core/finding.ts';
import { Draft, dedented, indented } from '../../core/rewrite/draft.ts';
import { inFinally, isUsedAfter } from '../../core/rewrite/in-finally.ts';
import { leadsOut, linesOf, ownReturns, placeOf, statementOf } from '../../core/rewrite/statements.ts';
import { indentAt, lineStart, styleOf } from '../../core/rewrite/style.ts';
import { K, type Node, startOf, textOf } from '../../core/syntax.ts';
import type { Begun } from './begun.ts';
import { endedBothWays } from './both-ways.ts';

export function fixesOf(facts: Facts, fn: Fn, begun: Begun, at: Node): Fix[] {
  const { kind } = begun;
  if (kind === 'task') return [];
  if (kind === 'lock') {
    const edits = behind(facts, begun, at);
    return edits
      ? [{ title: `Release \`${shortly(begun.name)}\` before the \`yield\``, tier: 'safe', edits: () => edits }]
      : [];
  }
  if (kind === 'group') {
    const edits = cancelled(facts, begun);
    return edits ? [{ title: `Cancel \`${begun.name}\` in \`finally\``, tier: 'suggestion', edits: () => edits }] : [];
  }
  const moved = ended(facts, fn, begun);
  const edits = moved ?? endedBothWays(facts, fn, begun, at) ?? added(facts, begun, at);
  if (!edits) return [];
  const verb = { interval: 'Clear', timeout: 'Clear', listener: 'Remove', handle: 'End', promise: 'Await' }[kind];
  // What nobody ended before may have been meant to go on; a failure that comes later may hide an earlier one.
  const isSafe = kind !== 'promise' && (kind !== 'interval' || !!moved);
  return [
    {
      title: `${verb} \`${shortly(begun.name)}\` in \`finally\``,
      tier: isSafe ? 'safe' : 'suggestion',
      edits: () => edits,
    },
  ];
}

function shortly(name: string): string {
  return name.length <= 40 && !name.includes('\n') ? name : 'it';
}

/** The statement that ends it stands in the list of the one that begins it. */
function ended(facts: Facts, fn: Fn, begun: Begun): TextEdit[] | undefined {
  const { tree } = facts;
  const { call, ends } = begun;
  const executor = facts.functionOf(call);
  const statement = statementOf(tree, executor === fn ? call : executor.node.parent);
  const place = statement && placeOf(tree, statement);
  if (!place) return undefined;
  const rest = place.statements.slice(place.index + 1);
  const own = ends.filter((end) => facts.functionOf(end) === fn);
  const lastAt = rest.findLastIndex((s) => own.some((end) => endsAs(facts, s, end, begun)));
  const last = rest[lastAt];
  if (!last) return undefined;
  const body = rest.slice(0, lastAt);
  const inside = own.filter((end) => body.some((s) => contains(s, end)));
  const early = inside.map((end) => statementOf(tree, end)!);
  if (!body.length || early.some((s, i) => !endsAs(facts, s, inside[i]!, begun) || !leadsOut(tree, s, body)))
    return undefined;
  const after = rest.slice(lastAt + 1);
  if (isUsedAfter(facts, body, [last])) return undefined;
  const moves = isUsedAfter(facts, body, after) ? after : [];
  if (moves.length > 1 || (moves[0] && tree.kind(moves[0]) !== K.ReturnStatement)) return undefined;
  return inFinally(tree, { body, last, early, moves });
}

/** `clearTimeout(timer);`, `await socket.close();`, `if (timer) clearTimeout(timer);`, all for its own sake. */
function endsAs({ tree }: Facts, statement: Node, end: Node, { name }: Begun): boolean {
  const k = tree.kind(statement);
  if (!contains(statement, end)) return false;
  if (k === K.IfStatement) return !statement.elseStatement && textOf(tree, statement.expression!) === name;
  const inner = k === K.ExpressionStatement ? statement.expression! : undefined;
  return inner === end || (!!inner && tree.kind(inner) === K.AwaitExpression && inner.expression === end);
}

/** Nothing in this list ends it yet: the `finally` that is there does, or a new one around all that follows. */
function added({ tree }: Facts, { call, ending, ends }: Begun, at: Node): TextEdit[] | undefined {
  const statement = statementOf(tree, call);
  const place = statement && placeOf(tree, statement);
  if (!place || !ending || ends.some((end) => contains(place.list, end) && contains(statement, end.parent)))
    return undefined;
  const body = place.statements.slice(place.index + 1);
  const text = `${ending}${styleOf(tree).semicolon}`;
  const attempt = body.find((s) => s.finallyBlock && contains(s.tryBlock!, at));
  const first = attempt?.finallyBlock?.statements?.[0];
  if (first) {
    const start = startOf(tree, first);
    const eol = tree.text.includes('\r\n') ? '\r\n' : '\n';
    const between = `${text}${eol}${indentAt(tree.text, start)}`;
    return [{ file: tree.fileName, start, end: start, text: between }];
  }
  if (attempt || !body.some((s) => contains(s, at))) return undefined;
  return inFinally(tree, { body, last: text, early: [], moves: [] });
}

/** `await using group` becomes a `const` that is closed at the end and cancelled on any other way out. */
function cancelled({ tree }: Facts, { call, name }: Begun): TextEdit[] | undefined {
  const statement = statementOf(tree, call);
  const place = statement && placeOf(tree, statement);
  const body = place?.statements.slice(place.index + 1) ?? [];
  const start = statement && startOf(tree, statement);
  const keyword = start !== undefined && /^await\s+using/.exec(tree.text.slice(start));
  if (!keyword || !body.length || ownReturns(tree, body).length) return undefined;
  const { semicolon } = styleOf(tree);
  const [then, last] = ['close', 'cancel'].map((end) => `await ${name}.${end}()${semicolon}`);
  const edits = inFinally(tree, { body, then, last: last!, early: [], moves: [] });
  return edits && [{ file: tree.fileName, start, end: start + keyword[0].length, text: 'const' }, ...edits];
}

/** The `yield` is the last thing that is done under the lock: it goes behind the release. */
function behind(facts: Facts, { call, handle }: Begun, at: Node): TextEdit[] | undefined {
  const { tree } = facts;
  const statement = at.parent;
  const place = tree.kind(statement) === K.ExpressionStatement ? placeOf(tree, statement) : undefined;
  if (!place || place.index !== place.statements.length - 1 || place.index === 0) return undefined;
  const attempt = place.list.parent;
  const isTry = tree.kind(attempt) === K.TryStatement && attempt.tryBlock === place.list && !attempt.catchClause;
  const taken = statementOf(tree, call);
  const outer = isTry ? attempt : taken;
  const isScope = handle?.kind === 'using' && !!taken && placeOf(tree, taken)?.list === place.list;
  if (!outer || (!isTry && !isScope)) return undefined;
  const draft = new Draft(tree);
  const hoisted = hoist(facts, draft, place.statements, statement);
  if (!hoisted) return undefined;
  const { indent } = styleOf(tree);
  const eol = tree.text.includes('\r\n') ? '\r\n' : '\n';
  const own = indentAt(tree.text, startOf(tree, outer));
  const lines = linesOf(tree, statement, statement);
  const handed = tree.text.slice(lines.start, lines.end);
  const declared = hoisted.map((line) => `${own}${line}${eol}`).join('');
  if (isTry) {
    draft.insert(lineStart(tree.text, startOf(tree, attempt)), declared);
    draft.remove(lines.start, lines.end + eol.length);
    draft.insert(attempt.end, eol + moveLeft(handed, indent));
  } else {
    const from = linesOf(tree, taken!, taken!).start;
    const body = { start: from, end: lines.start };
    draft.replace(body.start, lines.end, () => {
      const inner = indented(draft.text(body.start, body.end), indent);
      return `${declared}${own}{${eol}${inner}${own}}${eol}${handed}`;
    });
  }
  return draft.edits();
}

function moveLeft(text: string, unit: string): string {
  return dedented(`\n${text}`, unit).slice(1);
}

/** Names that the `yield` uses, declared before the block instead of in it. */
function hoist(facts: Facts, draft: Draft, statements: readonly Node[], handed: Node): string[] | undefined {
  const { tree } = facts;
  const lines: string[] = [];
  for (const binding of facts.bindings) {
    const { declaration, ident, init } = binding;
    if (!statements.some((s) => contains(s, ident)) || contains(handed, ident)) continue;
    if (!facts.references(binding).some((use) => contains(handed, use))) continue;
    const list = declaration.parent;
    const statement = list?.parent;
    const isPlain = declaration.name === ident && init && list.declarations?.length === 1;
    if (!isPlain || !statements.includes(statement) || binding.kind === 'using') return undefined;
    const type = declaration.type ? `: ${textOf(tree, declaration.type)}` : '';
    lines.push(`let ${binding.name}${type}${styleOf(tree).semicolon}`);
    draft.replace(startOf(tree, statement), (declaration.type ?? ident).end, binding.name);
  }
  return lines;
}
