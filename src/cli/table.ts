/** Plain tables for a terminal. */
import { widthOf } from './style.ts';

/** Columns two blanks apart; those named in `right` are aligned to the right. Cells may be painted afterwards. */
export function table(
  rows: readonly (readonly string[])[],
  right: readonly number[] = [],
  paint: (text: string, column: number, row: number) => string = (text) => text,
): string[] {
  const widths = rows[0]?.map((_, c) => Math.max(...rows.map((row) => widthOf(row[c] ?? '')))) ?? [];
  return rows.map((row, r) =>
    row
      .map((cell, c) => {
        const blanks = ' '.repeat(widths[c]! - widthOf(cell));
        return right.includes(c) ? blanks + paint(cell, c, r) : paint(cell, c, r) + blanks;
      })
      .join('  ')
      .trimEnd(),
  );
}
