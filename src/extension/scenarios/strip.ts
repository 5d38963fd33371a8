/** How the schedules of a run ended, in a fixed size: when it is full, two cells become one. */

/** Cells a strip has at most: as many as are told apart on a wide panel. Even, so that all of them are whole when it is halved. */
export const capacity = 600;

export interface Strip {
  /** Schedules in one cell, a power of two; the last cell may have fewer. */
  readonly span: number;
  /** How many schedules of each cell failed. */
  readonly failed: readonly number[];
  readonly schedules: number;
}

export const emptyStrip: Strip = { span: 1, failed: [], schedules: 0 };

/** `marks`, as a progress event has them. What isn't a mark ends them: nothing that is read is made up. */
export function withMarks(strip: Strip, marks: string): Strip {
  const failed = [...strip.failed];
  let { span, schedules } = strip;
  for (const [, digits, sign] of marks.matchAll(/(\d+)([.x])/gy)) {
    let rest = Number(digits);
    if (!Number.isSafeInteger(rest)) break;
    while (rest > 0) {
      if (schedules === failed.length * span) {
        if (failed.length === capacity) {
          halve(failed);
          span *= 2;
        }
        failed.push(0);
      }
      const taken = Math.min(rest, failed.length * span - schedules);
      if (sign === 'x') failed[failed.length - 1]! += taken;
      schedules += taken;
      rest -= taken;
    }
  }
  return { span, failed, schedules };
}

function halve(cells: number[]): void {
  for (let i = 0; i < cells.length; i += 2) cells[i / 2] = cells[i]! + cells[i + 1]!;
  cells.length /= 2;
}
