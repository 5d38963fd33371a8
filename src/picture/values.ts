/** The value of each watched location over time: a track that changes where something is written. */
import type { Picture } from '../protocol/runner.ts';
import { type Block, heightOf } from './blocks.ts';
import { columns, cut, cutName, plain } from './fit.ts';
import { COLUMN, LINE, PAD } from './metrics.ts';

export interface Values {
  /** Index into `watched`. */
  readonly watched: number;
  readonly name: string;
  readonly shown: string;
  readonly x: number;
  readonly width: number;
  readonly spans: readonly Span[];
}

/** A time in which a location keeps its value. */
export interface Span {
  /** The step that gave it; 0 for the value before the first step. */
  readonly step: number;
  readonly y: number;
  readonly height: number;
  readonly value: string;
  /** As much of it as fits. */
  readonly shown: string;
}

export interface Track {
  readonly watched: number;
  readonly name: string;
  readonly x: number;
  readonly width: number;
}

const LEAST = 64;
const MOST = 150;

/** Where the tracks stand, from `x` on to the right. */
export function tracksOf({ watched, steps }: Picture, x: number): Track[] {
  const most = watched.length > 2 ? MOST / 1.5 : MOST;
  return watched.map(({ name, value }, n) => {
    const texts = [name, value, ...steps.map(({ shared }) => shared[n] ?? '')];
    const natural = Math.max(...texts.map((text) => columns(plain(text)))) * COLUMN + 2 * PAD;
    const track = { watched: n, name: plain(name), x, width: Math.ceil(Math.min(most, Math.max(LEAST, natural))) };
    x += track.width + 6;
    return track;
  });
}

/** A track from `top` to `bottom`, through the blocks of the steps. */
export function valuesOf(
  { watched, steps }: Picture,
  track: Track,
  blocks: readonly Block[],
  top: number,
  bottom: number,
): Values {
  const room = Math.floor((track.width - PAD) / COLUMN);
  const changes: Change[] = [{ step: 0, y: top, value: plain(watched[track.watched]!.value) }];
  for (const [n, { shared, accesses }] of steps.entries()) {
    const block = blocks[n]!;
    for (const [access, { watched, kind, value }] of accesses.entries()) {
      if (watched !== track.watched || kind !== 'write') continue;
      change(changes, { step: n + 1, y: heightOf(block, access) - 8, value: plain(value) });
    }
    change(changes, { step: n + 1, y: block.y + block.height - LINE, value: plain(shared[track.watched] ?? '') });
  }
  const spans = changes.map(({ step, y, value }, n) => ({
    step,
    y,
    height: (changes[n + 1]?.y ?? bottom) - y,
    value,
    shown: cut(value, room),
  }));
  return { ...track, shown: cutName(track.name, room), spans };
}

interface Change {
  readonly step: number;
  readonly y: number;
  readonly value: string;
}

/** Of changes that are too near to each other to be told, the last one holds. */
function change(changes: Change[], next: Change): void {
  if (next.value === changes.at(-1)!.value) return;
  const last = changes.at(-1)!;
  const crowded = last.step > 0 && next.y - last.y < LINE;
  if (crowded) changes.pop();
  if (changes.at(-1)!.value !== next.value) changes.push(crowded ? { ...next, y: last.y } : next);
}
