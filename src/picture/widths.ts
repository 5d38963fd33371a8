/** How wide lanes are. */

/** What a task that waits is told in. */
const NARROW = 104;
/** Below that nothing is readable: rather the picture grows. */
const LEAST = 132;
/** Above that a line is long to read. */
const MOST = 480;

/**
 * As wide as each one's text, or where there is not the room for it, all of those that are too wide alike.
 *
 * @param natural widths of their texts
 * @param room that they share
 */
export function laneWidths(natural: readonly number[], room: number): number[] {
  const wanted = natural.map((width) => Math.min(MOST, Math.max(NARROW, Math.ceil(width))));
  let most = MOST;
  let left = room;
  let open = wanted.length;
  for (const width of wanted.toSorted((a, b) => a - b)) {
    if (width * open > left) {
      most = Math.max(LEAST, Math.floor(left / open));
      break;
    }
    left -= width;
    open--;
  }
  return wanted.map((width) => Math.min(width, most));
}
