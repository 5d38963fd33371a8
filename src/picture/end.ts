/** How a schedule ends, in words, at the bottom of a picture. */
import type { Picture } from '../protocol/runner.ts';
import type { Block } from './blocks.ts';
import { plain, wrapped } from './fit.ts';
import type { Step } from './layout.ts';
import { COLUMN, LINE, PAD } from './metrics.ts';
import { racesOf } from './races.ts';
import { endingOf } from './story.ts';
import { reasonOf } from './words.ts';

export interface End {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly passes: boolean;
  /** `Deadlock`, `Broken invariant`. */
  readonly title: string;
  /** Its first line goes on behind the title. */
  readonly message: readonly string[];
  /** Who acts on what is stale. */
  readonly reason: readonly string[];
  /** All of it, where it is cut. */
  readonly full?: string;
  /** From the last step down to it. */
  readonly from?: { readonly x: number; readonly y: number };
}

const MOST = 4;

export function endOf(picture: Picture, steps: readonly Step[], box: { x: number; y: number; width: number }): End {
  const { title, message } = endingOf(picture);
  const race = racesOf(picture).at(-1);
  const room = Math.floor((box.width - 2 * PAD - 24) / COLUMN);
  const told = plain(message);
  const lines = wrapped(`${title}: ${told}`, room, MOST);
  const reason = wrapped(race ? reasonOf(picture, race) : '', room, MOST);
  const last = steps.at(-1);
  const stops = last?.lane !== undefined && picture.failure !== null && !picture.failure.waiting;
  return {
    ...box,
    height: 2 * PAD + LINE * (lines.length + reason.length) + (reason.length > 0 ? 4 : 0),
    passes: picture.failure === null,
    title,
    message: [lines[0]?.slice(title.length + 1) ?? '', ...lines.slice(1)],
    reason,
    ...(lines.join(' ') === `${title}: ${told}` ? {} : { full: told }),
    ...(stops ? { from: footOf(last.block) } : {}),
  };
}

function footOf({ x, y, width, height }: Block): { x: number; y: number } {
  return { x: x + width / 2, y: y + height };
}
