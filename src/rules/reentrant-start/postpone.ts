/** The new one stays in a local until it is entered or filled; only then others see it. */
import type { Facts, Fn } from '../../core/facts/facts.ts';
import { locationOf } from '../../core/facts/locations.ts';
import { contains, unwrap } from '../../core/facts/shapes.ts';
import { valueLocation } from '../../core/facts/tests.ts';
import { type Draft, moved } from '../../core/rewrite/draft.ts';
import { bare, freeLocal } from '../../core/rewrite/names.ts';
import { reachOf } from '../../core/rewrite/reach.ts';
import { neverEnds, ownNodes, placeOf, statementOf } from '../../core/rewrite/statements.ts';
import { storageOf } from '../../core/rewrite/storage.ts';
import { indentAt, styleOf, wholeLines } from '../../core/rewrite/style.ts';
import { K, type Node, startOf, textOf } from '../../core/syntax.ts';
import type { Entry } from './entries.ts';

/** False where it can't be done: nothing is changed then. */
export function postpone(facts: Facts, entry: Entry, draft: Draft): boolean {
  return entry.how === 'again' ? enterInside(facts, entry, draft) : shareLater(facts, entry, draft);
}

/** `if (!x) x = new X(); await x.enter();` becomes `if (!x) { const newX = new X(); await newX.enter(); x = newX; }`. */
function enterInside(facts: Facts, entry: Entry, draft: Draft): boolean {
  const { tree } = facts;
  const { write, suspension, test } = entry;
  const made = statementAt(facts, write.node);
  const entered = statementAt(facts, suspension);
  if (!made || !entered || !write.value) return false;
  const isLogical = write.how === 'logical';
  const head = isLogical ? made : statementOf(tree, test);
  const place = head && placeOf(tree, head);
  if (!head || !place || place.statements[place.index + 1] !== entered) return false;
  const isOnly = isLogical || (tree.kind(head) === K.IfStatement && !head.elseStatement && isAlone(facts, head, made));
  if (!isOnly || !isOwn(facts, entry, [entered])) return false;
  const name = localFor(facts, entry);
  const { indent: unit, semicolon } = styleOf(tree);
  const indent = indentAt(tree.text, startOf(tree, head));
  const target = textOf(tree, write.node.left!);
  renameIn(facts, entry, [entered], name, draft);
  draft.replace(startOf(tree, head), entered.end, () => {
    const lines = [
      `const ${name} = ${draft.textOf(write.value!)}${semicolon}`,
      moved(draft.textOf(entered), indent, indent + unit),
      `${target} = ${name}${semicolon}`,
    ];
    const condition = isLogical ? `!${target}` : textOf(tree, head.expression!);
    return `if (${condition}) {\n${lines.map((line) => indent + unit + line).join('\n')}\n${indent}}`;
  });
  return true;
}

function isAlone({ tree }: Facts, { thenStatement }: Node, made: Node): boolean {
  const body = thenStatement!;
  return body === made || (tree.kind(body) === K.Block && body.statements?.length === 1 && body.statements[0] === made);
}

/** `x = new X(); await x.connect();` becomes `const newX = new X(); await newX.connect(); x = newX;`. */
function shareLater(facts: Facts, entry: Entry, draft: Draft): boolean {
  const { tree } = facts;
  const { write } = entry;
  const made = statementAt(facts, write.node);
  const place = made && placeOf(tree, made);
  if (!made || !place || !write.value) return false;
  const rest = place.statements.slice(place.index + 1);
  const last = neverEnds(tree, rest) ? rest.slice(0, -1) : rest;
  if (!last.some((s) => contains(s, entry.suspension)) || !isOwn(facts, entry, rest)) return false;
  const end = last.findLastIndex((s) => contains(s, entry.suspension) || usesIn(facts, entry, [s]).length > 0);
  const { semicolon } = styleOf(tree);
  const indent = indentAt(tree.text, startOf(tree, made));
  const isNamed = tree.kind(unwrap(tree, write.value)) === K.Identifier;
  if (isNamed) {
    if (usesIn(facts, entry, rest.slice(0, end + 1)).length) return false;
    const { start, end: to } = wholeLines(tree.text, startOf(tree, made), made.end);
    draft.remove(start, to);
    draft.insert(last[end]!.end, `\n${indent}${textOf(tree, made)}`);
    return true;
  }
  if (write.how !== '=') return false;
  const name = localFor(facts, entry);
  const type = typeFor(facts, entry);
  if (type === undefined) return false;
  const target = textOf(tree, write.node.left!);
  renameIn(facts, entry, rest.slice(0, end + 1), name, draft);
  draft.replace(startOf(tree, made), startOf(tree, write.value), `const ${name}${type} = `);
  draft.insert(last[end]!.end, `\n${indent}${target} = ${name}${semicolon}`);
  return true;
}

/** An empty literal has no type of its own: that of the declaration. `undefined`: it has none either. */
function typeFor(facts: Facts, { location, write }: Entry): string | undefined {
  const { tree } = facts;
  const value = unwrap(tree, write.value!);
  const isLiteral = !!(value.elements ?? value.properties) || /^new \w+\(\)$/.test(textOf(tree, value));
  if (!isLiteral || tree.isJavaScript) return '';
  const type = storageOf(facts, location)?.type;
  const text = type && textOf(tree, type).replace(/\s*\|\s*(undefined|null)\b/g, '');
  if (text) return `: ${text}`;
  return value.elements || value.properties ? undefined : '';
}

/** The statement that a node is all of, an `await` or assignment, whether it stands in a list or alone under an `if`. */
function statementAt({ tree }: Facts, node: Node): Node | undefined {
  const { parent } = node;
  return parent && tree.kind(parent) === K.ExpressionStatement ? parent : undefined;
}

/** Between the two nobody else looks at the location or clears it: no function that is called, no callback set up. */
function isOwn(facts: Facts, entry: Entry, nodes: readonly Node[]): boolean {
  const { key } = entry.location;
  const touches = (fn: Fn) =>
    facts
      .graph(fn)
      .blocks.some(({ ops }) => ops.some((op) => (op.op === 'read' || op.op === 'write') && op.location.key === key));
  const inside = facts.functions.filter((fn) => fn !== entry.fn && contains(entry.fn.node, fn.node));
  const writes = ownNodes(facts.tree, nodes, (n) => n.left !== undefined && locationOf(facts, n.left)?.key === key);
  return !writes.length && ![...reachOf(facts, nodes).functions, ...inside].some(touches);
}

function usesIn(facts: Facts, { location }: Entry, nodes: readonly Node[]): Node[] {
  const { tree } = facts;
  return ownNodes(
    tree,
    nodes,
    (n) => n === unwrap(tree, n) && isReading(tree.kind(n)) && valueLocation(facts, n)?.key === location.key,
  );
}

function isReading(kind: number): boolean {
  return (
    kind === K.Identifier ||
    kind === K.PropertyAccessExpression ||
    kind === K.ElementAccessExpression ||
    kind === K.CallExpression
  );
}

function renameIn(facts: Facts, entry: Entry, nodes: readonly Node[], name: string, draft: Draft): void {
  for (const use of usesIn(facts, entry, nodes)) {
    const isAsserted = facts.tree.kind(use.parent) === K.NonNullExpression;
    draft.replaceNode(isAsserted ? use.parent : use, name);
  }
}

/** `newClient` for `this.client`. */
function localFor(facts: Facts, { fn, location }: Entry): string {
  const own = location.path.filter((segment) => !segment.startsWith('['));
  const base = bare(own.at(-1) ?? location.text);
  return freeLocal(facts, fn, [`new${base[0]!.toUpperCase()}${base.slice(1)}`]);
}
