/** How a file is written: what rewritten code must look like to pass for its author's. */
import type { SourceTree } from '../syntax.ts';
import { K, skipTrivia, startOf } from '../syntax.ts';

export interface Style {
  readonly quote: "'" | '"';
  /** What ends a statement: nothing in files that leave semicolons out. */
  readonly semicolon: ';' | '';
  /** One level of indentation. */
  readonly indent: string;
}

const known = new WeakMap<SourceTree, Style>();

/** The habits of most of the file's lines; single quotes, semicolons and two spaces where it has none. */
export function styleOf(tree: SourceTree): Style {
  let style = known.get(tree);
  if (!style) {
    style = { quote: quoteOf(tree), semicolon: semicolonOf(tree), indent: indentOf(tree.text) };
    known.set(tree, style);
  }
  return style;
}

/** The whitespace that the line of `pos` begins with. */
export function indentAt(text: string, pos: number): string {
  const start = lineStart(text, pos);
  let end = start;
  while (text[end] === ' ' || text[end] === '\t') end++;
  return text.slice(start, end);
}

export function lineStart(text: string, pos: number): number {
  let start = pos;
  while (start > 0 && text[start - 1] !== '\n' && text[start - 1] !== '\r') start--;
  return start;
}

/** Where the line of `pos` ends, its line break excluded. */
export function lineEnd(text: string, pos: number): number {
  let end = pos;
  while (end < text.length && text[end] !== '\n' && text[end] !== '\r') end++;
  return end;
}

/** The first line from `pos`, where one begins, that is not blank. */
export function behindBlankLines(text: string, pos: number): number {
  return pos + /^(?:[ \t]*\r?\n)*/.exec(text.slice(pos))![0].length;
}

/**
 * The span to delete so that a statement or member goes with its lines: its indentation, what follows it on its last
 * line if that is blank, and the line break. Other code on those lines stays.
 */
export function wholeLines(text: string, start: number, end: number): { readonly start: number; readonly end: number } {
  const from = lineStart(text, start);
  const to = lineEnd(text, end);
  if (text.slice(from, start).trim() || text.slice(end, to).trim()) return { start, end };
  const next = text[to] === '\r' && text[to + 1] === '\n' ? to + 2 : Math.min(to + 1, text.length);
  return { start: from, end: next };
}

function quoteOf(tree: SourceTree): Style['quote'] {
  const count = { "'": 0, '"': 0 };
  for (const statement of tree.root.statements ?? []) {
    const module = statement.moduleSpecifier;
    const mark = module && tree.text[startOf(tree, module)];
    if (mark === '"' || mark === "'") count[mark]++;
  }
  if (count["'"] === count['"']) for (const mark of tree.text.matchAll(/(['"])[^'"\n\\]*\1/g)) count[mark[1] as "'"]++;
  return count['"'] > count["'"] ? '"' : "'";
}

const ended = new Set<number>([K.ImportDeclaration, K.VariableStatement, K.ExpressionStatement, K.PropertyDeclaration]);

/** Asks the top level and the members of classes there: enough to tell, and cheap. */
function semicolonOf(tree: SourceTree): Style['semicolon'] {
  let withOne = 0;
  let without = 0;
  const statements = tree.root.statements ?? [];
  for (const node of [
    ...statements,
    ...statements.flatMap((s) => [...(s.members ?? []), ...(s.body?.statements ?? [])]),
  ]) {
    if (!ended.has(tree.kind(node))) continue;
    if (tree.text[node.end - 1] === ';') withOne++;
    else without++;
  }
  return without > withOne ? '' : ';';
}

/** The step by which most indented lines are deeper than the line before them. */
function indentOf(text: string): string {
  const steps = new Map<string, number>();
  let before = '';
  let lines = 0;
  for (const match of text.matchAll(/^([ \t]*)(\S)/gm)) {
    const [, own = '', first] = match;
    if (first === '*') continue;
    if (own.length > before.length && own.startsWith(before)) {
      const step = own.slice(before.length);
      if (step === '\t' || (/^ +$/.test(step) && step.length > 1)) steps.set(step, (steps.get(step) ?? 0) + 1);
    }
    before = own;
    if (lines++ > 500) break;
  }
  let best = '  ';
  let most = 0;
  for (const [step, count] of steps) {
    if (count <= most) continue;
    best = step;
    most = count;
  }
  return best;
}

/** After the shebang, the byte order mark and the comments that belong to the file rather than to its first statement. */
export function headEnd(tree: SourceTree): number {
  const { text } = tree;
  const first = tree.root.statements?.[0];
  const limit = first ? skipTrivia(text, first.pos, first.end) : text.length;
  let at = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  if (text.startsWith('#!', at)) at = nextLine(text, at);
  let head = at;
  while (at < limit) {
    const begin = skipBlank(text, at, limit);
    if (begin >= limit) break;
    const isBlock = text.startsWith('/*', begin);
    const close = isBlock ? text.indexOf('*/', begin + 2) : lineEnd(text, begin);
    const end = isBlock ? (close < 0 ? limit : close + 2) : close;
    at = Math.min(nextLine(text, end), limit);
    const isOwn = !isBlock && /^\/\/\/|^\/\/\s*@ts-/.test(text.slice(begin, end));
    const blankFollows = /^[ \t]*(?:\r\n?|\n)/.test(text.slice(at, limit)) || at >= text.length;
    if (isOwn || blankFollows || /eslint-disable(?!-)|@license|copyright|@ts-/i.test(text.slice(begin, end))) head = at;
  }
  return head;
}

function skipBlank(text: string, pos: number, limit: number): number {
  let at = pos;
  while (at < limit && /\s/.test(text[at]!)) at++;
  return at;
}

function nextLine(text: string, pos: number): number {
  const end = lineEnd(text, pos);
  return text[end] === '\r' && text[end + 1] === '\n' ? end + 2 : Math.min(end + 1, text.length);
}
