/** Suspensions: where a task has given up the event loop and waits. */
import type { Picture } from '../protocol/runner.ts';
import { columns } from './fit.ts';
import type { Label, Lane, Step } from './layout.ts';
import { FIRST, SMALL, WAITING } from './metrics.ts';
import { placeOf } from './story.ts';

export interface Gap {
  /** Index into `lanes`. */
  readonly lane: number;
  /** Number of the step that it follows. */
  readonly after: number;
  /** Of the step that ends it; absent where the task waits to the end. */
  readonly before?: number;
  readonly x: number;
  readonly from: number;
  readonly to: number;
  /** Where others run meanwhile: that it waits, and where. */
  readonly label?: Label;
}

/** @param bottom where those end that nothing ends */
export function gapsOf(
  { steps, failure }: Picture,
  placed: readonly Step[],
  lanes: readonly Lane[],
  bottom: number,
): Gap[] {
  return lanes.flatMap((lane, index) => {
    const own = placed.filter((step) => step.lane === index);
    return own.flatMap((step, n): Gap[] => {
      const next = own[n + 1];
      const stuck = failure?.waiting?.includes(lane.name) === true;
      if (next === undefined && !stuck) return [];
      const from = step.block.y + step.block.height;
      const x = lane.x + 14;
      const place = next && steps[next.n - 1]!.place;
      const words = next ? ['waits', ...(place ? [`waits at ${placeOf(place)}`] : [])] : ['waits', 'still waits'];
      const text = words.findLast((one) => columns(one) * SMALL < lane.width - 24);
      const between = placed[step.n];
      // Beside the first line of the block that runs meanwhile: lines to its accesses pass below.
      const y = next ? between!.block.y + FIRST : bottom - WAITING / 2 + 4;
      const label =
        text !== undefined && (between === undefined || between !== next) ? { label: { x: x + 9, y, text } } : {};
      return [
        {
          lane: index,
          after: step.n,
          ...(next ? { before: next.n } : {}),
          x,
          from,
          to: next?.block.y ?? bottom,
          ...label,
        },
      ];
    });
  });
}
