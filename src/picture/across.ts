/** How a picture divides its width: numbers of the steps, values, and for each invocation a gutter and a lane. */
import type { Picture } from '../protocol/runner.ts';
import { looksAfter } from './accesses.ts';
import { naturalWidth } from './blocks.ts';
import { columns, cut, plain } from './fit.ts';
import type { Join } from './joins.ts';
import type { Lane } from './layout.ts';
import { type Wiring, wired } from './links.ts';
import { BORDER, COLUMN, MARGIN, PAD, SMALL } from './metrics.ts';
import type { Row } from './rows.ts';
import { type Track, tracksOf } from './values.ts';
import { laneWidths } from './widths.ts';

export interface Across {
  readonly width: number;
  readonly lanes: readonly Lane[];
  readonly tracks: readonly Track[];
  /** The lane of each step; a step without one goes through all. */
  readonly laneOf: readonly (number | undefined)[];
  readonly wiring: Wiring;
  /** Left edges of the gutters. */
  readonly gutterX: readonly number[];
}

/** So that how it ends can be told in a few lines. */
const LEAST = 440;

export function across(picture: Picture, rows: readonly Row[][], joins: readonly Join[], wanted = 860): Across {
  const { steps } = picture;
  // A step of a lane that is not listed has one nevertheless.
  const all = [...new Set([...picture.lanes, ...steps.map(({ task }) => task)])];
  const alone = onlooker(picture);
  const names = all.filter((name) => name !== alone);
  const laneOf = steps.map(({ task }) => (names.includes(task) ? names.indexOf(task) : undefined));
  const timed = steps.some(({ at }) => at > 0) ? 7 * SMALL : 0;
  const left = MARGIN + Math.max(6 * SMALL, String(steps.length).length * COLUMN, timed);
  const tracks = tracksOf(picture, left + 10);
  const wiring = wired(joins, laneOf, names.length);
  const natural = names.map((name, lane) =>
    Math.max(
      columns(plain(name)) * COLUMN + 2 * PAD,
      ...rows.map((own, n) => (laneOf[n] === lane ? naturalWidth(own) : 0)),
    ),
  );
  const last = tracks.at(-1);
  let x = last ? last.x + last.width : left;
  const widths = laneWidths(
    natural,
    wanted - x - BORDER - MARGIN - wiring.gutters.reduce((sum, { width }) => sum + width, 0),
  );
  const gutterX: number[] = [];
  const lanes = names.map((name, n): Lane => {
    const width = widths[n]!;
    gutterX.push(x);
    x += wiring.gutters[n]!.width;
    const lane = { name, shown: cut(plain(name), Math.floor((width - PAD) / COLUMN)), x, width };
    x += width;
    return lane;
  });
  return { width: Math.ceil(Math.max(LEAST, x + BORDER + MARGIN)), lanes, tracks, laneOf, wiring, gutterX };
}

/** The program, where all it does is to look in the end what came of the tasks: that is no part of the race, and gets no lane. */
export function onlooker({ steps }: Picture): string | undefined {
  const last = steps.at(-1);
  if (last === undefined || !looksAfter(last) || steps.length < 3) return undefined;
  return steps.findIndex(({ task }) => task === last.task) === steps.length - 1 ? last.task : undefined;
}
