/** Lines that join accesses. They run in gutters between the lanes, and cross lanes only where these have no block. */
import { type Block, heightOf } from './blocks.ts';
import type { Join } from './joins.ts';
import { GUTTER, TRACK } from './metrics.ts';

export interface Link extends Join {
  /** Corners; each part is level or upright. */
  readonly points: readonly [Point, Point, Point, Point];
}

type Point = readonly [x: number, y: number];

/** A join with a place in a gutter. Gutter `n` is left of lane `n`. */
export interface Wire extends Join {
  readonly gutter: number;
  readonly track: number;
}

export interface Wiring {
  readonly wires: readonly Wire[];
  /** How many joins are left out, for there are too many; never those of a race. */
  readonly left: number;
  readonly gutters: readonly { readonly width: number; readonly tracks: number }[];
}

/** Lines side by side in one gutter. */
const MOST = 4;

/** @param laneOf the lane of each step, by its number less 1 */
export function wired(joins: readonly Join[], laneOf: readonly (number | undefined)[], lanes: number): Wiring {
  const taken = Array.from({ length: lanes }, (): Join[][] => []);
  const wires: Wire[] = [];
  let left = 0;
  const hotFirst = joins.toSorted((a, b) => Number(a.kind === 'order') - Number(b.kind === 'order'));
  for (const join of hotFirst) {
    const [from, to] = [laneOf[join.from.step - 1], laneOf[join.to.step - 1]];
    if (from === undefined || to === undefined) continue;
    const gutter = from <= to ? to : to + 1;
    const tracks = taken[gutter]!;
    const free = tracks.findIndex((track) => !track.some((other) => overlap(join, other)));
    const track = free < 0 ? tracks.length : free;
    if (join.kind === 'order' && track >= MOST) left++;
    else {
      tracks[track] ??= [];
      tracks[track].push(join);
      wires.push({ ...join, gutter, track });
    }
  }
  return {
    wires,
    left,
    gutters: taken.map((tracks) => ({ width: GUTTER + tracks.length * TRACK, tracks: tracks.length })),
  };
}

function overlap(a: Join, b: Join): boolean {
  return a.from.step <= b.to.step && b.from.step <= a.to.step;
}

/** @param gutterX left edges */
export function routed({ wires, gutters }: Wiring, gutterX: readonly number[], blocks: readonly Block[]): Link[] {
  return wires.map(({ gutter, track, ...join }) => {
    const from = blocks[join.from.step - 1]!;
    const to = blocks[join.to.step - 1]!;
    const right = from.x < to.x;
    const x = gutterX[gutter]! + (gutters[gutter]!.width - (gutters[gutter]!.tracks - 1) * TRACK) / 2 + track * TRACK;
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
      ],
    };
  });
}
