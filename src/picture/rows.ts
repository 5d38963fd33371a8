/** What is said in the block of a step: what it is called, its source line, what it reads and writes, what is stale. */
import type { Picture, PictureStep, Place } from '../protocol/runner.ts';
import { plain } from './fit.ts';
import type { Race } from './races.ts';
import { type Hot, type HotText, hotTexts } from './words.ts';

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
  readonly short?: readonly Part[];
}

export interface Telling {
  readonly races: readonly Race[];
  readonly source: Source;
  /** The task whose step stands outside of the lanes, and tells its name. */
  readonly alone: string | undefined;
}

const MOST_ACCESSES = 6;
const MOST_VALUES = 3;

export function rowsOf(picture: Picture, step: PictureStep, { races, source, alone }: Telling): Row[] {
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
  for (const { accesses, kind, text, short } of grouped(picture, step)) {
    const { place } = step.accesses[accesses[0]!]!;
    const hots = hotTexts(picture, races, (spot) => spot.step === step.n && accesses.includes(spot.access ?? -1));
    const right = placed(place);
    const hot = hots[0] ? { hot: hots[0].hot } : {};
    rows.push({ parts: text, ...(short ? { short } : {}), mark: kind, accesses, ...right, ...hot });
    rows.push(...hots.map(hotRow));
  }
  const values = step.values.map(plain);
  const shown = values.length > MOST_VALUES ? values.slice(0, MOST_VALUES - 1) : values;
  for (const value of shown) rows.push({ parts: [part('value', value)], accesses: [] });
  if (shown.length < values.length) {
    rows.push({ parts: [part('value', `… and ${values.length - shown.length} more`)], accesses: [] });
  }
  rows.push(...hotTexts(picture, races, (spot) => spot.step === step.n && spot.access === undefined).map(hotRow));
  return rows;
}

function part(role: Role, text: string): Part {
  return { role, text };
}

function callRow({ task, label, detail }: PictureStep, alone: boolean): Row {
  const call = part('call', plain(alone ? `${task}: ${label}` : label));
  const of = detail === undefined ? [] : ['(', plain(detail), ')'].map((text) => part('detail', text));
  return { parts: [call, ...of], accesses: [] };
}

/** Some accesses of a step, told in one line. */
interface Group {
  readonly accesses: readonly number[];
  readonly kind: 'read' | 'write';
  readonly text: readonly Part[];
  /** Of a change, what it leads to. */
  readonly short?: readonly Part[];
}

/** Those that are alike count; a read and the write right behind it in one line are a change; of very many only some are told. */
function grouped({ watched }: Picture, { accesses }: PictureStep): Group[] {
  const groups = new Map<string, Group>();
  for (let n = 0; n < accesses.length; n++) {
    const { watched: index, kind, value, task, place } = accesses[n]!;
    const next = accesses[n + 1];
    const changes =
      kind === 'read' &&
      next?.kind === 'write' &&
      next.watched === index &&
      next.task === task &&
      next.place?.line === place?.line;
    const who = task === undefined ? '' : `${plain(task)} `;
    const parts = (verb: string, to: string): Part[] => [
      part('access', `${who}${verb}s `),
      part('name', plain(watched[index]?.name ?? '?')),
      part('access', `: ${plain(to)}`),
    ];
    const text = changes ? parts('change', `${value} → ${next.value}`) : parts(kind, value);
    const key = JSON.stringify(text);
    const own = groups.get(key)?.accesses ?? [];
    if (changes) {
      const short = parts('write', next.value);
      groups.set(key, { accesses: [...own, n, ++n], kind: 'write', text, short });
    } else groups.set(key, { accesses: [...own, n], kind, text });
  }
  const all = [...groups.values()];
  if (all.length <= MOST_ACCESSES) return all;
  const rest = all.slice(MOST_ACCESSES - 1);
  const [text, kind] = [[part('detail', `… and ${rest.length} more`)], rest[0]!.kind];
  return [...all.slice(0, MOST_ACCESSES - 1), { accesses: rest.flatMap((one) => one.accesses), kind, text }];
}

function hotRow({ hot, text, short }: HotText): Row {
  return { parts: [part(hot, text)], short: [part(hot, short)], accesses: [] };
}
