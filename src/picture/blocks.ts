/** The blocks of steps: texts cut to the width of a lane, and where they stand. */
import { columns, cut, cutName } from './fit.ts';
import { COLUMN, FIRST, INSET, LINE, MARK, PAD } from './metrics.ts';
import type { Part, Row } from './rows.ts';
import type { Hot } from './words.ts';

export interface Block {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** A call: not the program does its work, but what it has called. Or it stands for no task of the race. */
  readonly outside: boolean;
  readonly hot?: Hot;
  readonly lines: readonly BlockLine[];
}

export interface BlockLine {
  readonly x: number;
  /** Base line. */
  readonly y: number;
  readonly parts: readonly Part[];
  readonly right?: string;
  readonly mark?: { readonly shape: 'read' | 'write'; readonly hot?: Hot };
  /** Where something is cut: all of it. */
  readonly full?: string;
  readonly accesses: readonly number[];
}

/** What a block is coloured by, where several things are said in it. */
const ranked = ['act', 'stale', 'write'] as const satisfies readonly Hot[];

/** The width of a block in which nothing is cut. */
export function naturalWidth(rows: readonly Row[]): number {
  return Math.max(...rows.map((row) => widthOf(row)));
}

export function blockOf(
  rows: readonly Row[],
  { x, y, width }: { x: number; y: number; width: number },
  outside: boolean,
): Block {
  const lines = rows.map((row, n): BlockLine => {
    const fitted = fit(row, width);
    return {
      x: x + PAD + (row.mark ? MARK : 0),
      y: y + FIRST + LINE * n,
      parts: fitted,
      accesses: row.accesses,
      ...(row.right === undefined ? {} : { right: row.right }),
      ...(row.mark ? { mark: { shape: row.mark, ...(row.hot ? { hot: row.hot } : {}) } } : {}),
      ...(textOf(fitted) === textOf(row.parts) ? {} : { full: textOf(row.parts) }),
    };
  });
  const hot = ranked.find((one) => rows.some(({ parts }) => parts.some(({ role }) => role === one)));
  return { x, y, width, height: 2 * INSET + LINE * rows.length, outside, lines, ...(hot ? { hot } : {}) };
}

/** Where a link of the access meets the block: the height of its line; without access, of the first one. */
export function heightOf({ lines }: Block, access: number | undefined): number {
  const line = lines.find(({ accesses }) => access !== undefined && accesses.includes(access)) ?? lines[0]!;
  return line.y - 4;
}

/** How many letters are left, and of which parts in turn. */
const passes = [
  [6, [2, 1, 0, 3]],
  [3, [1, 2, 0, 3]],
  [0, [2, 1, 0, 3]],
] as const;

function fit({ short, ...row }: Row, width: number): readonly Part[] {
  const { parts } = row;
  const room = Math.floor((width - besides(row)) / COLUMN);
  let over = columns(textOf(parts)) - room;
  if (over <= 0) return parts;
  if (short !== undefined) return fit({ ...row, parts: short }, width);
  const out = [...parts];
  // Long values and arguments give way first, then names, then short values; what happens is told to the last.
  for (const [least, order] of passes) {
    for (const n of order.filter((n) => n < out.length)) {
      if (over <= 0) return out;
      if (n === 0 && out[0]!.role === 'access' && least > 0) continue;
      const one = out[n]!;
      const had = columns(one.text);
      const keep = Math.max(Math.min(had, least), had - over);
      out[n] = { ...one, text: one.role === 'name' ? cutName(one.text, keep) : cut(one.text, keep) };
      over -= had - columns(out[n]!.text);
    }
  }
  return out.filter(({ text }) => text !== '');
}

function widthOf(row: Row): number {
  return columns(textOf(row.parts)) * COLUMN + besides(row);
}

/** The width that is not for the text of a row. */
function besides({ right, mark }: Omit<Row, 'short'>): number {
  return 2 * PAD + (mark ? MARK : 0) + (right === undefined ? 0 : (columns(right) + 1) * COLUMN);
}

function textOf(parts: readonly Part[]): string {
  return parts.map(({ text }) => text).join('');
}
