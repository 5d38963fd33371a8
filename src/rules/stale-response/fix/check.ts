/** Where the check goes: in front of what is done with the result, behind the last await. */
import type { Facts, Fn } from '../../../core/facts/facts.ts';
import { calleeName, contains, isFunction, unwrap } from '../../../core/facts/shapes.ts';
import type { Draft } from '../../../core/rewrite/draft.ts';
import { freeLocal } from '../../../core/rewrite/names.ts';
import { linesOf, ownAwaits, ownNodes, ownReturns, placeOf, statementOf } from '../../../core/rewrite/statements.ts';
import { indentAt, styleOf } from '../../../core/rewrite/style.ts';
import { K, type Node, startOf, textOf } from '../../../core/syntax.ts';
import type { StateWrite } from '../writes.ts';

export interface Check {
  /** What is left out besides the write says nothing of its own: it only sets state. */
  readonly onlyState: boolean;
  /** `stale`: the expression that says that a later run has begun, and its opposite. */
  insert(draft: Draft, stale: string, wanted: string): void;
}

export function checkFor(facts: Facts, write: StateWrite): Check | undefined {
  const { tree } = facts;
  const { fn, node } = write;
  // `.then(setResults)`
  if (isFunctionName(facts, write)) return continuation(facts, write, (name) => `${textOf(tree, node)}(${name})`);
  const { body } = fn.node;
  if (!body || facts.functionOf(node) !== fn) return undefined;
  if (tree.kind(body) !== K.Block) return unwrap(tree, body) === node ? inArrow(facts, write, body) : undefined;
  const statement = statementOf(tree, node);
  if (!statement) return undefined;
  if (ownAwaits(tree, [statement]).length) return split(facts, write, statement);
  const first = outermost(facts, statement, fn);
  const place = placeOf(tree, first);
  if (!place) return undefined;
  const isReturnFree = !ownReturns(tree, body.statements ?? []).some((r) => r.expression);
  if (!isReturnFree) return aroundOne(facts, write, statement);
  return {
    onlyState: isOnlyState(facts, first, fn),
    insert(draft, stale) {
      const { semicolon } = styleOf(tree);
      const { start } = linesOf(tree, first, first);
      const indent = indentAt(tree.text, startOf(tree, first));
      if (start === startOf(tree, first)) draft.insert(start, `if (${stale}) return${semicolon} `);
      else draft.insert(start, `${indent}if (${stale}) return${semicolon}\n`);
    },
  };
}

function isFunctionName(facts: Facts, { node }: StateWrite): boolean {
  return facts.tree.kind(node) === K.Identifier;
}

/** The farthest statement around that nothing is awaited in. */
function outermost({ tree }: Facts, statement: Node, fn: Fn): Node {
  let first = statement;
  for (let at = statement; at.parent && at !== fn.node.body; at = at.parent) {
    if (isFunction(tree, at) || tree.kind(at) === K.TryStatement) break;
    if (at.statements) continue;
    if (ownAwaits(tree, [at]).length) break;
    if (placeOf(tree, at)) first = at;
  }
  return first;
}

function aroundOne({ tree }: Facts, { node }: StateWrite, statement: Node): Check | undefined {
  if (tree.kind(statement) !== K.ExpressionStatement || statement.expression !== node) return undefined;
  return {
    onlyState: true,
    insert: (draft, _stale, wanted) => draft.insert(startOf(tree, statement), `if (${wanted}) `),
  };
}

/** `setResults(await search(query))`: the answer gets a name, which is looked at before it is used. */
function split(facts: Facts, { fn, node, value, name }: StateWrite, statement: Node): Check | undefined {
  const { tree } = facts;
  const isPlain = tree.kind(statement) === K.ExpressionStatement && unwrap(tree, statement.expression!) === node;
  const awaits = ownAwaits(tree, [statement]);
  if (!isPlain || awaits.length !== 1 || !contains(value, awaits[0]!)) return undefined;
  const bare = name.replace(/^.*\./, '').replace(/^[#_]+/, '');
  const own = /^set[A-Z]/.test(bare) ? bare[3]!.toLowerCase() + bare.slice(4) : bare;
  const [only] = awaits;
  // `(await search(query)).rows` leaves its parentheses behind.
  const outer = tree.kind(only!.parent) === K.ParenthesizedExpression ? only!.parent : only!;
  const wanted = unwrap(tree, value) === only && own !== 'current' ? [own] : [];
  const local = freeLocal(facts, fn, [...wanted, 'result', 'answer']);
  return {
    onlyState: true,
    insert(draft, _stale, test) {
      const start = startOf(tree, statement);
      const indent = indentAt(tree.text, start);
      const { semicolon } = styleOf(tree);
      draft.insert(start, `const ${local} = ${textOf(tree, only!)}${semicolon}\n${indent}if (${test}) `);
      draft.replaceNode(outer, local);
    },
  };
}

/** `.then((found) => setResults(found))` */
function inArrow({ tree }: Facts, { node }: StateWrite, body: Node): Check {
  return {
    onlyState: true,
    insert: (draft, _stale, wanted) =>
      draft.replaceNode(body, block(tree, node, `if (${wanted}) ${textOf(tree, node)}`)),
  };
}

function continuation(facts: Facts, { fn, node }: StateWrite, use: (name: string) => string): Check {
  const { tree } = facts;
  const name = freeLocal(facts, fn, ['value', 'result', 'answer']);
  return {
    onlyState: true,
    insert: (draft, _stale, wanted) =>
      draft.replaceNode(node, `(${name}) => ${block(tree, node, `if (${wanted}) ${use(name)}`)}`),
  };
}

function block(tree: Facts['tree'], node: Node, statement: string): string {
  const { indent: unit, semicolon } = styleOf(tree);
  const indent = indentAt(tree.text, startOf(tree, node));
  return `{\n${indent}${unit}${statement}${semicolon}\n${indent}}`;
}

const quiet = /^(set[A-Z]\w*|log|debug|info|warn|error)$/;

/** From the statement to the end of its list nothing is called but setters. */
function isOnlyState(facts: Facts, first: Node, fn: Fn): boolean {
  const { tree } = facts;
  const place = placeOf(tree, first)!;
  const rest = place.statements.slice(place.index);
  void fn;
  const calls = ownNodes(tree, rest, (n) => tree.kind(n) === K.CallExpression && !isWithin(tree, n));
  return calls.every((call) => quiet.test(calleeName(tree, call) ?? ''));
}

/** What is called to make a value: `setRows(data.rows.map(…))`. */
function isWithin(tree: Facts['tree'], call: Node): boolean {
  for (let at = call.parent; at && !at.statements; at = at.parent) {
    const k = tree.kind(at);
    if (k === K.CallExpression || k === K.VariableDeclaration || k === K.IfStatement) return true;
    if (k === K.BinaryExpression || isFunction(tree, at)) return true;
  }
  return false;
}
