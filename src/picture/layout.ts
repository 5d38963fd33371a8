/**
 * Where everything of a picture stands: pure data, however it is drawn. Time goes down, as source text does; each
 * invocation has a lane; the values of shared locations run down beside them.
 */
import type { Picture } from '../protocol/runner.ts';
import { across, onlooker } from './across.ts';
import { type Block, blockOf } from './blocks.ts';
import { type End, endOf } from './end.ts';
import { cut, plain } from './fit.ts';
import { type Gap, gapsOf } from './gaps.ts';
import { joinsOf } from './joins.ts';
import { type Link, routed } from './links.ts';
import { GAP, LINE, MARGIN, SMALL, SWITCH, TITLE, WAITING } from './metrics.ts';
import { racesOf } from './races.ts';
import { rowsOf, type Source } from './rows.ts';
import { type Values, valuesOf } from './values.ts';

export interface LayoutOptions {
  /** Stands above: what goes wrong. */
  readonly title?: string | undefined;
  /** In pixels, kept to as long as lanes stay readable; default 860. */
  readonly width?: number | undefined;
  /** A line of source text, shown in the blocks. */
  readonly source?: Source;
}

/** All in CSS pixels; `y` of a text is its base line. */
export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly title?: Label;
  /** What was noted before the first step. */
  readonly opening: readonly Label[];
  readonly lanes: readonly Lane[];
  readonly values: readonly Values[];
  /** Tops of where the names of lanes and locations stand: above, and in a long picture again and again. */
  readonly heads: readonly number[];
  /** One a step, in order. */
  readonly steps: readonly Step[];
  /** Where a task waits for its next step. */
  readonly gaps: readonly Gap[];
  readonly links: readonly Link[];
  /** How many joins of accesses are not drawn, for there are too many. */
  readonly unlinked: number;
  readonly end: End;
}

export interface Label {
  readonly x: number;
  readonly y: number;
  readonly text: string;
  /** Where it is cut: all of it. */
  readonly full?: string;
}

export interface Lane {
  readonly name: string;
  /** As much of it as fits. */
  readonly shown: string;
  readonly x: number;
  readonly width: number;
}

export interface Step {
  /** From 1. */
  readonly n: number;
  /** Index into `lanes`; absent where the program only sees that all have ended: that goes through all lanes. */
  readonly lane?: number;
  readonly block: Block;
  /** Where the line stands that tells a switch. */
  readonly switchY?: number;
  /** Where virtual time has moved: `120 ms`. */
  readonly time?: string;
}

/** The names stand again after so many steps. */
const AGAIN = 16;
/** Height of the names. */
export const HEAD = 30;

export function layout(picture: Picture, options: LayoutOptions = {}): Layout {
  const { steps } = picture;
  const telling = { races: racesOf(picture), source: options.source, alone: onlooker(picture) };
  const rows = steps.map((step) => rowsOf(picture, step, telling));
  const { width, lanes, tracks, laneOf, wiring, gutterX } = across(picture, rows, joinsOf(picture), options.width);

  let y = MARGIN;
  const label = (text: string, column: number): Label => {
    const full = plain(text);
    const shown = cut(full, Math.floor((width - 2 * MARGIN) / column));
    return { x: MARGIN, y, text: shown, ...(shown === full ? {} : { full }) };
  };
  y += options.title === undefined ? 0 : 12;
  const title = options.title === undefined ? undefined : label(options.title, TITLE);
  y += title ? 6 : -4;
  const opening = picture.opening.map((text) => {
    y += LINE;
    return label(text, SMALL);
  });
  y += 6;

  const heads: number[] = [];
  const placed: Step[] = [];
  let now = 0;
  for (const [n, { detail, accesses, switched, at }] of steps.entries()) {
    if (n % AGAIN === 0 && (n === 0 || steps.length - n > AGAIN / 2)) {
      heads.push(y);
      y += HEAD;
    }
    const switchY = switched ? y - GAP / 2 + SWITCH / 2 : undefined;
    if (switched) y += SWITCH;
    const lane = laneOf[n];
    const first = lanes[lane ?? 0]!;
    const last = lanes[lane ?? lanes.length - 1]!;
    const box = { x: first.x, y, width: last.x + last.width - first.x };
    const block = blockOf(rows[n]!, box, (detail !== undefined && accesses.length === 0) || lane === undefined);
    const time = at > now ? { time: `${at} ms` } : {};
    placed.push({
      n: n + 1,
      ...(lane === undefined ? {} : { lane }),
      block,
      ...(switchY === undefined ? {} : { switchY }),
      ...time,
    });
    now = at;
    y += block.height + GAP;
  }
  if (steps.length === 0) {
    heads.push(y);
    y += HEAD + 2 * LINE;
  }
  const blocks = placed.map(({ block }) => block);
  if (picture.failure?.waiting?.some((name) => lanes.some((lane) => lane.name === name))) y += WAITING;
  const end = endOf(picture, placed, { x: MARGIN, y: y + 3, width: width - 2 * MARGIN });
  return {
    width,
    height: end.y + end.height + MARGIN,
    ...(title === undefined ? {} : { title }),
    opening,
    lanes,
    values: tracks.map((track) => valuesOf(picture, track, blocks, heads[0]! + HEAD - 4, y - GAP)),
    heads,
    steps: placed,
    gaps: gapsOf(picture, placed, lanes, end.y),
    links: routed(wiring, gutterX, blocks),
    unlinked: wiring.left,
    end,
  };
}
