/** `recursive`, `force` and `wx`: of two at once the file system lets one through, and the other does no harm. */
import type { Facts } from '../../core/facts/facts.ts';
import { calleeName, unawaited, unwrap } from '../../core/facts/shapes.ts';
import { fileCall } from '../../core/files/calls.ts';
import { isSamePath, pathOf } from '../../core/files/paths.ts';
import type { Fix } from '../../core/finding.ts';
import { Draft, indented } from '../../core/rewrite/draft.ts';
import { linesOf, statementOf } from '../../core/rewrite/statements.ts';
import { indentAt, styleOf } from '../../core/rewrite/style.ts';
import { swapImport } from '../../core/rewrite/swap-import.ts';
import { K, type Node, startOf, textOf } from '../../core/syntax.ts';
import type { CheckThenAct } from './detect.ts';
import { type Loser, loserOf } from './losers.ts';

export function withFlag(facts: Facts, found: CheckThenAct): Fix | undefined {
  const { call, name, does } = found.act.deed;
  const draft = new Draft(facts.tree);
  if (does === 'mkdir' && isUnused(facts, call)) {
    if (!addOption(facts, draft, call, 'mode', 'recursive: true')) return undefined;
    return finished(draft, 'Pass `recursive: true`');
  }
  if (does === 'delete' && name === 'rm') {
    if (!addOption(facts, draft, call, undefined, 'force: true')) return undefined;
    return finished(draft, 'Pass `force: true`');
  }
  if (does === 'delete' && name === 'unlink' && (call.arguments?.length ?? 0) === 1) {
    const to = found.act.deed.sync ? 'rmSync' : 'rm';
    if (!swapImport(facts, draft, call, to)) return undefined;
    addOption(facts, draft, call, undefined, 'force: true');
    return finished(draft, `Use \`${to}\` with \`force: true\``);
  }
  if (name !== 'writeFile' || !mayTakeWx(facts, found)) return undefined;
  const flag = `flag: ${styleOf(facts.tree).quote}wx${styleOf(facts.tree).quote}`;
  if (!addOption(facts, draft, call, 'encoding', flag)) return undefined;
  const loser = loserOf(facts, found);
  if (!loser || (loser !== 'throws' && !catchExisting(facts, draft, call, loser))) return undefined;
  return finished(draft, 'Write with the flag `wx`');
}

/** The file is to be there only if this very call makes it: no line before it does, and no option has it replaced. */
export function mayTakeWx(facts: Facts, { fn, check, act, path, anyway }: CheckThenAct): boolean {
  if (act.deed.does !== 'write' || anyway || !isSamePath(path, check.paths[0]!)) return false;
  return !facts.calls.some((call) => {
    if (call.pos <= check.call.pos || call.pos >= act.call.pos || facts.functionOf(call) !== fn) return false;
    const made = fileCall(facts, call);
    return !!made && makes.has(made.does) && made.paths.some((p) => isSamePath(pathOf(facts, p), path));
  });
}

const makes = new Set(['write', 'mkdir', 'move']);

function finished(draft: Draft, title: string): Fix | undefined {
  const edits = draft.edits();
  return edits && { title, tier: 'safe', edits: () => edits };
}

/** Nobody looks at what `mkdir` gives: with `recursive` that is something else. */
function isUnused({ tree }: Facts, call: Node): boolean {
  let { parent } = call;
  if (tree.kind(parent) === K.AwaitExpression) parent = parent.parent;
  return tree.kind(parent) === K.ExpressionStatement;
}

/** @param plain what the option is called that stands alone: an encoding, a mode */
function addOption(facts: Facts, draft: Draft, call: Node, plain: string | undefined, option: string): boolean {
  const { tree } = facts;
  const at = plain === 'encoding' ? 2 : 1;
  const options = call.arguments?.[at];
  const before = call.arguments?.[at - 1];
  if (!options) {
    if (before) draft.insert(before.end, `, { ${option} }`);
    return !!before;
  }
  const inner = unwrap(tree, options);
  if (tree.kind(inner) === K.ObjectLiteralExpression) {
    const [name] = option.split(':');
    const same = (inner.properties ?? []).find((p) => p.name?.text === name);
    const last = inner.properties?.at(-1);
    if (same) draft.replaceNode(same, option);
    else if (last) draft.insert(last.end, `, ${option}`);
    else draft.replaceNode(inner, `{ ${option} }`);
    return true;
  }
  const k = tree.kind(inner);
  if (!plain || (k !== K.StringLiteral && k !== K.NumericLiteral)) return false;
  draft.replaceNode(options, `{ ${plain}: ${textOf(tree, inner)}, ${option} }`);
  return true;
}

/** Who comes second leaves the file as it is, and goes the way of who found it. */
function catchExisting(facts: Facts, draft: Draft, call: Node, loser: Exclude<Loser, 'throws'>): boolean {
  const { tree } = facts;
  const statement = statementOf(tree, call);
  if (!statement || tree.kind(statement) !== K.ExpressionStatement) return false;
  if (unawaited(tree, statement.expression!) !== call || calleeName(tree, call) === 'catch') return false;
  const { indent, quote, semicolon } = styleOf(tree);
  const own = indentAt(tree.text, startOf(tree, statement));
  const { start, end } = linesOf(tree, statement, statement);
  const eol = tree.text.slice(end).startsWith('\r\n') ? '\r\n' : '\n';
  const isCode = `error instanceof Error && ${quote}code${quote} in error && error.code === ${quote}EEXIST${quote}`;
  const rest =
    loser === 'goes on'
      ? [`if (!(${isCode})) throw error${semicolon}`]
      : [`if (${isCode}) ${textOf(tree, loser.returns)}`, `throw error${semicolon}`];
  draft.replace(start, end, () =>
    [
      `${own}try {`,
      indented(draft.text(start, end), indent),
      `${own}} catch (error) {`,
      ...rest.map((line) => `${own}${indent}${line}`),
      `${own}}`,
    ].join(eol),
  );
  return true;
}
