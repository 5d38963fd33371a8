/** A read in front of a lock moves into the region that the lock holds. */
import type { Binding, Facts } from '../facts/facts.ts';
import { contains } from '../facts/shapes.ts';
import type { TextEdit } from '../finding.ts';
import { K, type Node, startOf, textOf } from '../syntax.ts';
import { ownAwaits, placeOf, statementOf } from './statements.ts';
import { indentAt, lineEnd, wholeLines } from './style.ts';

/**
 * `const n = this.n; await lock.runExclusive(async () => { … })`: the statement of `read` becomes the first of the
 * callback. `undefined` where it is not the neighbour of the region's statement, or is used outside of the callback.
 */
export function intoRegion(facts: Facts, read: Node, region: Node): readonly TextEdit[] | undefined {
  const { tree } = facts;
  const statement = statementOf(tree, read);
  const place = statement && placeOf(tree, statement);
  const callback = region.arguments?.find((argument) => facts.functionAt(argument));
  const fn = callback && facts.functionAt(callback);
  const body = callback?.body;
  if (!place || !fn || !body || tree.kind(statement!) !== K.VariableStatement || tree.kind(body) !== K.Block)
    return undefined;
  const next = place.statements[place.index + 1];
  const [first] = body.statements ?? [];
  const text = textOf(tree, statement!);
  if (!next || !first || statementOf(tree, region) !== next || text.includes('\n')) return undefined;
  if (facts.functionOf(region) !== facts.functionOf(read)) return undefined;
  if (!fn.async && ownAwaits(tree, [statement!]).length > 0) return undefined;
  const declared = facts.bindings.filter(({ declaration }) => contains(statement!, declaration));
  const isInside = (binding: Binding) =>
    facts.references(binding).every((use) => contains(body, use) || contains(statement!, use));
  const words = new Set(text.match(/[\w$]+/g));
  const clashes = facts.bindings.some(({ name, scope }) => scope.fn === fn && words.has(name));
  if (clashes || !declared.every(isInside)) return undefined;
  const start = startOf(tree, statement!);
  const from = wholeLines(tree.text, start, statement!.end);
  const at = startOf(tree, first);
  const line = tree.text.slice(lineEnd(tree.text, statement!.end)).startsWith('\r\n') ? '\r\n' : '\n';
  const file = tree.fileName;
  return [
    { file, ...from, text: '' },
    { file, start: at, end: at, text: `${text}${line}${indentAt(tree.text, at)}` },
  ];
}
