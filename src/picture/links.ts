/** Lines that join accesses. They run in gutters between the lanes, and cross lanes only where these have no block. */
import { type Block, heightOf } from './blocks.ts';
import type { Join } from './joins.ts';
import { GUTTER, TRACK } from './metrics.ts';

export interface Link extends Join {
  /** Corners; each part is level or upright. */
  readonly points: readonly (readonly [x: number, y: number])[];
}

/** A join with a place in a gutter. Gutter `n` is left of lane `n`. */
export interface Wire extends Join {
  readonly gutter: number;
  readonly track: number;
}

export interface Wiring {
  readonly wires: readonly Wire[];
  /** How many joins are left out, for there are too many; never those of a race. */
  readonly left: number;
  /** Widths. */
  readonly gutters: readonly number[];
}

/** Lines side by side in one gutter. */
const MOST = 4;

/** @param laneOf the lane of each step, by its number less 1 */
export function wired(joins: readonly Join[], laneOf: readonly (number | undefined)[], lanes: number): Wiring {
  const wires: Wire[] = [];
  let left = 0;
  const hotFirst = joins.toSorted((a, b) => Number(a.kind === 'order') - Number(b.kind === 'order'));
  for (const join of hotFirst) {
    const [from, to] = [laneOf[join.from.step - 1], laneOf[join.to.step - 1]];
    if (from === undefined || to === undefined) continue;
    const gutter = from <= to ? to : to + 1;
    const track = freeTrack(wires, gutter, join);
    if (join.kind === 'order' && track >= MOST) left++;
    else wires.push({ ...join, gutter, track });
  }
  const gutters = Array.from({ length: lanes }, (_, n) => GUTTER + tracksIn(wires, n) * TRACK);
  return { wires, left, gutters };
}

/** The first one in which nothing runs during these steps. */
function freeTrack(wires: readonly Wire[], gutter: number, { from, to }: Join): number {
  for (let track = 0; ; track++) {
    const busy = wires.some(
      (wire) =>
        wire.gutter === gutter && wire.track === track && wire.from.step <= to.step && from.step <= wire.to.step,
    );
    if (!busy) return track;
  }
}

/** @param gutterX left edges */
export function routed({ wires, gutters }: Wiring, gutterX: readonly number[], blocks: readonly Block[]): Link[] {
  return wires.map(({ gutter, track, ...join }) => {
    const from = blocks[join.from.step - 1]!;
    const to = blocks[join.to.step - 1]!;
    const right = from.x < to.x;
    const x = gutterX[gutter]! + (gutters[gutter]! - (tracksIn(wires, gutter) - 1) * TRACK) / 2 + track * TRACK;
    // What comes in and what goes out at one access keep apart.
    const y1 = heightOf(from, join.from.access) + 2;
    const y2 = heightOf(to, join.to.access) - 2;
    const x1 = right ? from.x + from.width : from.x;
    const x2 = right || from.x === to.x ? to.x : to.x + to.width;
    return {
      ...join,
      points: [
        [x1, y1],
        [x, y1],
        [x, y2],
        [x2, y2],
      ] as const,
    };
  });
}

function tracksIn(wires: readonly Wire[], gutter: number): number {
  return Math.max(0, ...wires.filter((wire) => wire.gutter === gutter).map(({ track }) => track + 1));
}
