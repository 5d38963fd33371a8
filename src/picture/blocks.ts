/** What stands in the block of a step: what it is called, its source line, what it reads and writes, what is stale. */
import type { Picture, PictureStep, Place } from '../protocol/runner.ts';
import type { Stale } from './conflicts.ts';
import { columns, cut, plain } from './fit.ts';
import { COLUMN, LINE, MARK, PAD } from './metrics.ts';
import { shortName } from './story.ts';

/** What an access is in the race: the read that becomes stale, the write that makes it so, the act on the stale value. */
export type Hot = 'stale' | 'write' | 'act';
export type Role = 'call' | 'detail' | 'code' | 'line' | 'access' | 'name' | 'value' | Hot;

export interface Part {
  readonly text: string;
  readonly role: Role;
}

/** A line of a block before it has a place and a width. */
export interface Row {
  /** The last but one gives way first, then the one before it. */
  readonly parts: readonly Part[];
  /** At the right edge: a line number. */
  readonly right?: string;
  readonly mark?: 'read' | 'write';
  readonly hot?: Hot;
  /** Accesses that it stands for. */
  readonly accesses: readonly number[];
  /** In its place where it does not fit. */
  readonly short?: string;
}

export interface Block {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** No code of the program: what it called does its work. */
  readonly outside: boolean;
  readonly hot?: Hot;
  readonly lines: readonly BlockLine[];
}

export interface BlockLine {
  readonly x: number;
  /** Base line. */
  readonly y: number;
  readonly parts: readonly Part[];
  readonly right?: string;
  readonly mark?: { readonly shape: 'read' | 'write'; readonly hot?: Hot };
  /** Where something is cut: all of it. */
  readonly full?: string;
  readonly accesses: readonly number[];
}

const MOST_ACCESSES = 6;
const MOST_VALUES = 3;
const TOP = 6;

export type Source = ((place: Place) => string | undefined) | undefined;

export interface Telling {
  readonly stale: readonly Stale[];
  readonly source: Source;
  /** The task whose step stands outside of the lanes, and tells its name. */
  readonly alone: string | undefined;
}

export function rowsOf(picture: Picture, step: PictureStep, { stale, source, alone }: Telling): Row[] {
  const rows: Row[] = [callRow(step, source !== undefined, step.task === alone)];
  let line = 0;
  const code = (place: Place | undefined): void => {
    const text = place && place.line !== line ? source?.(place) : undefined;
    if (place === undefined || text === undefined) return;
    line = place.line;
    rows.push({ parts: [part('line', `${line}  `), part('code', plain(text.trim()))], accesses: [] });
  };
  code(step.place);
  for (const { accesses, text } of grouped(picture, step)) {
    const first = step.accesses[accesses[0]!]!;
    const hots = hotRows(stale, picture, step.n, accesses);
    code(first.place);
    const right = first.place && first.place.line !== (source ? line : step.place?.line) ? `:${first.place.line}` : '';
    rows.push({
      parts: text,
      mark: first.kind,
      accesses,
      ...(right === '' ? {} : { right }),
      ...(hots[0] ? { hot: hots[0].hot } : {}),
    });
    rows.push(...hots.map(hotRow));
  }
  const values = step.values.map(plain);
  const shown = values.length > MOST_VALUES ? values.slice(0, MOST_VALUES - 1) : values;
  for (const value of shown) rows.push({ parts: [part('value', value)], accesses: [] });
  if (shown.length < values.length) {
    rows.push({ parts: [part('value', `… and ${values.length - shown.length} more`)], accesses: [] });
  }
  for (const { act } of stale) {
    if (act.step === step.n && act.access === undefined) {
      const [row] = hotRows(stale, picture, step.n, undefined);
      if (row) rows.push(hotRow(row));
      break;
    }
  }
  return rows;
}

/** The width of a block in which nothing is cut. */
export function naturalWidth(rows: readonly Row[]): number {
  return Math.max(...rows.map((row) => widthOf(row)));
}

export function blockOf(
  rows: readonly Row[],
  { x, y, width }: { x: number; y: number; width: number },
  outside: boolean,
): Block {
  const lines = rows.map((row, n): BlockLine => {
    const fitted = fit(row, width);
    return {
      x: x + PAD + (row.mark ? MARK : 0),
      y: y + TOP + LINE * n + 12.5,
      parts: fitted,
      accesses: row.accesses,
      ...(row.right === undefined ? {} : { right: row.right }),
      ...(row.mark ? { mark: { shape: row.mark, ...(row.hot ? { hot: row.hot } : {}) } } : {}),
      ...(textOf(fitted) === textOf(row.parts) ? {} : { full: textOf(row.parts) }),
    };
  });
  const hots = rows.flatMap(({ parts, hot }) => hot ?? parts.flatMap(({ role }) => (isHot(role) ? role : [])));
  const hot = (['act', 'stale', 'write'] as const).find((one) => hots.includes(one));
  return { x, y, width, height: 2 * TOP + LINE * rows.length, outside, lines, ...(hot ? { hot } : {}) };
}

/** Where a link of the access meets the block: the height of its line; without access, of the first one. */
export function heightOf({ lines }: Block, access: number | undefined): number {
  const line = lines.find(({ accesses }) => access !== undefined && accesses.includes(access)) ?? lines[0]!;
  return line.y - 4;
}

function callRow({ task, label, detail, place }: PictureStep, coded: boolean, alone: boolean): Row {
  const call = part('call', plain(alone ? `${task}: ${label}` : label));
  const right = place === undefined || coded ? {} : { right: `:${place.line}` };
  if (detail === undefined) return { parts: [call], accesses: [], ...right };
  return {
    parts: [call, part('detail', '('), part('detail', plain(detail)), part('detail', ')')],
    accesses: [],
    ...right,
  };
}

interface Group {
  readonly accesses: readonly number[];
  readonly text: readonly Part[];
}

/** The accesses of a step: those that are alike count, and of very many only some are told. */
function grouped(picture: Picture, { accesses }: PictureStep): Group[] {
  const groups = new Map<string, number[]>();
  for (const [n, { watched, kind, value }] of accesses.entries()) {
    const key = JSON.stringify([watched, kind, value]);
    const own = groups.get(key);
    if (own) own.push(n);
    else groups.set(key, [n]);
  }
  const all = [...groups.values()].map((own): Group => {
    const { watched: index, kind, value } = accesses[own[0]!]!;
    const times = own.length > 1 ? ` (${own.length} times)` : '';
    const name = shortName(picture, index);
    const text = [part('access', `${kind}s `), part('name', name), part('access', `: ${plain(value)}`)];
    return { accesses: own, text: times ? [...text, part('detail', times)] : text };
  });
  if (all.length <= MOST_ACCESSES) return all;
  const rest = all.slice(MOST_ACCESSES - 1);
  const more = { accesses: rest.flatMap((one) => one.accesses), text: [part('detail', `… and ${rest.length} more`)] };
  return [...all.slice(0, MOST_ACCESSES - 1), more];
}

interface HotText {
  readonly hot: Hot;
  readonly text: string;
  readonly short: string;
}

function hotRows(
  stale: readonly Stale[],
  { steps }: Picture,
  step: number,
  accesses: readonly number[] | undefined,
): HotText[] {
  const here = (spot: { step: number; access?: number }) =>
    spot.step === step && (spot.access === undefined ? accesses === undefined : accesses?.includes(spot.access));
  const who = (n: number) => plain(steps[n - 1]!.task);
  const found = new Map<Hot, HotText>();
  const tell = (hot: Hot, text: string, short: string) => found.set(hot, { hot, text, short });
  for (const { read, write, act } of stale) {
    if (here(read)) tell('stale', `stale from step ${write.step} on`, `stale from ${write.step} on`);
    if (here(write)) tell('write', `${who(read.step)} does not see this`, 'not seen');
    if (here(act)) tell('act', `acts on what it read in step ${read.step}`, `acts on step ${read.step}`);
  }
  return [...found.values()];
}

function hotRow({ hot, text, short }: HotText): Row {
  return { parts: [part(hot, text)], short, accesses: [] };
}

function fit({ parts, right, mark, short }: Row, width: number): readonly Part[] {
  const taken = 2 * PAD + (mark ? MARK : 0) + (right === undefined ? 0 : (columns(right) + 1) * COLUMN);
  const room = Math.floor((width - taken) / COLUMN);
  let over = columns(textOf(parts)) - room;
  if (over <= 0) return parts;
  if (short !== undefined) return [part(parts[0]!.role, cut(short, room))];
  const out = [...parts];
  // Values and arguments give way first, down to a few letters, then names; what happens is told to the last.
  for (const least of [6, 3, 0]) {
    for (const n of [2, 1, 0, 3].filter((n) => n < out.length)) {
      if (over <= 0) return out;
      if (n === 0 && out[0]!.role === 'access' && least > 0) continue;
      const one = out[n]!;
      const had = columns(one.text);
      const keep = Math.max(Math.min(had, least), had - over);
      out[n] = { ...one, text: cut(one.text, keep) };
      over -= had - columns(out[n]!.text);
    }
  }
  return out.filter(({ text }) => text !== '');
}

function widthOf({ parts, right, mark }: Row): number {
  return (
    (columns(textOf(parts)) + (right === undefined ? 0 : columns(right) + 1)) * COLUMN + 2 * PAD + (mark ? MARK : 0)
  );
}

function part(role: Role, text: string): Part {
  return { role, text };
}

function textOf(parts: readonly Part[]): string {
  return parts.map(({ text }) => text).join('');
}

function isHot(role: Role): role is Hot {
  return role === 'stale' || role === 'write' || role === 'act';
}
