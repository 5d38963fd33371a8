/** What is said in the block of a step: what it is called, its source line, what it reads and writes, what is stale. */
import type { Picture, PictureStep, Place } from '../protocol/runner.ts';
import type { Spot, Stale } from './conflicts.ts';
import { plain } from './fit.ts';
import { shortName, userOf } from './story.ts';

/** What an access is in the race: the read that becomes stale, the write that makes it so, the act on the stale value. */
export type Hot = 'stale' | 'write' | 'act';
export type Role = 'call' | 'detail' | 'code' | 'line' | 'access' | 'name' | 'value' | Hot;
/** A line of source text. */
export type Source = ((place: Place) => string | undefined) | undefined;

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

export interface Telling {
  readonly stale: readonly Stale[];
  readonly source: Source;
  /** The task whose step stands outside of the lanes, and tells its name. */
  readonly alone: string | undefined;
}

const MOST_ACCESSES = 6;
const MOST_VALUES = 3;

export function rowsOf(picture: Picture, step: PictureStep, { stale, source, alone }: Telling): Row[] {
  const rows: Row[] = [];
  // What stands in the block right above is not said again.
  const above = picture.steps[step.n - 2];
  let said =
    above?.task === step.task ? (above.accesses.findLast(({ place }) => place)?.place ?? above.place) : undefined;
  /** The line number, where the line itself is not shown. */
  const placed = (place: Place | undefined): Pick<Row, 'right'> => {
    if (place === undefined) return {};
    const again = said?.line === place.line && said.file === place.file;
    const text = source?.(place);
    if (text !== undefined && !again) {
      rows.push({ parts: [part('line', `${place.line}  `), part('code', plain(text.trim()))], accesses: [] });
    }
    said = place;
    return again || text !== undefined ? {} : { right: `:${place.line}` };
  };

  // Where it waited tells less than the lines that read and write.
  const inner = step.accesses.some(({ place }) => place !== undefined);
  const right = inner && source ? {} : placed(step.place);
  rows.unshift({ ...callRow(step, step.task === alone), ...right });
  for (const { accesses, text } of grouped(picture, step)) {
    const { place, kind } = step.accesses[accesses[0]!]!;
    const hots = hotTexts(stale, picture, (spot) => spot.step === step.n && accesses.includes(spot.access ?? -1));
    const right = placed(place);
    rows.push({ parts: text, mark: kind, accesses, ...right, ...(hots[0] ? { hot: hots[0].hot } : {}) });
    rows.push(...hots.map(hotRow));
  }
  const values = step.values.map(plain);
  const shown = values.length > MOST_VALUES ? values.slice(0, MOST_VALUES - 1) : values;
  for (const value of shown) rows.push({ parts: [part('value', value)], accesses: [] });
  if (shown.length < values.length) {
    rows.push({ parts: [part('value', `… and ${values.length - shown.length} more`)], accesses: [] });
  }
  rows.push(...hotTexts(stale, picture, (spot) => spot.step === step.n && spot.access === undefined).map(hotRow));
  return rows;
}

export function part(role: Role, text: string): Part {
  return { role, text };
}

function callRow({ task, label, detail }: PictureStep, alone: boolean): Row {
  const call = part('call', plain(alone ? `${task}: ${label}` : label));
  const of = detail === undefined ? [] : ['(', plain(detail), ')'].map((text) => part('detail', text));
  return { parts: [call, ...of], accesses: [] };
}

interface Group {
  readonly accesses: readonly number[];
  readonly text: readonly Part[];
}

/** The accesses of a step: those that are alike count, and of very many only some are told. */
function grouped(picture: Picture, { accesses }: PictureStep): Group[] {
  const groups = new Map<string, number[]>();
  for (const [n, { watched, kind, value, task }] of accesses.entries()) {
    const key = JSON.stringify([watched, kind, value, task]);
    const own = groups.get(key);
    if (own) own.push(n);
    else groups.set(key, [n]);
  }
  const all = [...groups.values()].map((own): Group => {
    const { watched: index, kind, value, task } = accesses[own[0]!]!;
    const times = own.length > 1 ? ` (${own.length} times)` : '';
    const name = shortName(picture, index);
    const text = [
      part('access', `${task === undefined ? '' : `${plain(task)} `}${kind}s `),
      part('name', name),
      part('access', `: ${plain(value)}`),
    ];
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

/** What is said of the places in a race that are `here`. */
function hotTexts(stale: readonly Stale[], picture: Picture, here: (spot: Spot) => boolean): HotText[] {
  const found = new Map<Hot, HotText>();
  const tell = (hot: Hot, text: string, short: string) => found.set(hot, { hot, text, short });
  for (const { read, write, act } of stale) {
    const late = read.access === undefined;
    if (here(read)) {
      if (late) tell('stale', `is overtaken in step ${write.step}`, `late from ${write.step} on`);
      else tell('stale', `stale from step ${write.step} on`, `stale from ${write.step} on`);
    }
    if (here(write)) tell('write', `${userOf(picture, read)} does not see this`, 'not seen');
    if (here(act)) {
      if (late) tell('act', `comes too late: began in step ${read.step}`, 'comes too late');
      else tell('act', `acts on what it read in step ${read.step}`, `acts on step ${read.step}`);
    }
  }
  return [...found.values()];
}

function hotRow({ hot, text, short }: HotText): Row {
  return { parts: [part(hot, text)], short, accesses: [] };
}
