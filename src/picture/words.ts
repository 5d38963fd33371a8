/** What is said of a race, at each of its places and as a whole. */
import type { Picture } from '../protocol/runner.ts';
import type { Spot } from './accesses.ts';
import { plain } from './fit.ts';
import type { Race } from './races.ts';

/** The read that becomes stale, the write that makes it so, the act on what is stale. */
export type Hot = 'stale' | 'write' | 'act';

export interface HotText {
  readonly hot: Hot;
  readonly text: string;
  /** Where there is little room. */
  readonly short: string;
}

/** What is said at the places that are `here`, once for each kind. */
export function hotTexts(picture: Picture, races: readonly Race[], here: (spot: Spot) => boolean): HotText[] {
  const found = new Map<Hot, HotText>();
  for (const race of races) {
    const { read, write, act } = race;
    const texts = textsOf(picture, race);
    if (here(read) && texts.stale) found.set('stale', { hot: 'stale', ...texts.stale });
    if (here(write)) found.set('write', { hot: 'write', ...texts.write });
    if (here(act)) found.set('act', { hot: 'act', ...texts.act });
  }
  return [...found.values()];
}

/** Who reads what, who writes it, who acts all the same. */
export function reasonOf(picture: Picture, { kind, watched, read, write, act }: Race): string {
  const name = plain(picture.watched[watched]!.name);
  const [reader, writer, actor] = [userOf(picture, read), userOf(picture, write), userOf(picture, act)];
  const value = ({ step, access }: Spot) => plain(picture.steps[step - 1]!.accesses[access!]!.value);
  const wrote = `${writer} writes ${kind === 'stale' || kind === 'gone' ? 'it' : name} in step ${write.step} (${value(write)})`;
  if (kind === 'late') {
    return `${reader} begins in step ${read.step}, ${wrote}, and in step ${act.step} ${reader} overwrites it with what is older.`;
  }
  if (kind === 'early')
    return `${wrote} and is not done before step ${read.step}; in step ${act.step} ${actor} reads it.`;
  const own = isWrite(picture, read);
  const then = kind === 'gone' ? 'finds that instead' : `acts on what it ${own ? 'wrote' : 'read'}`;
  return (
    `${reader} ${own ? 'writes' : 'reads'} ${name} in step ${read.step} (${value(read)}), ${wrote}, ` +
    `and in step ${act.step} ${reader} ${then}.`
  );
}

type Texts = { readonly [hot in Hot]?: Omit<HotText, 'hot'> } & {
  readonly [hot in 'write' | 'act']: Omit<HotText, 'hot'>;
};

function textsOf(picture: Picture, { kind, read, write }: Race): Texts {
  const [from, at] = [read.step, write.step];
  const unseen = { text: `${userOf(picture, read)} does not see this`, short: 'not seen' };
  switch (kind) {
    case 'stale': {
      const own = isWrite(picture, read);
      return {
        stale: {
          text: `${own ? 'gone' : 'stale'} from step ${at} on`,
          short: `${own ? 'gone' : 'stale'} from ${at} on`,
        },
        write: unseen,
        act: { text: `acts on what it ${own ? 'wrote' : 'read'} in step ${from}`, short: `acts on step ${from}` },
      };
    }
    case 'late':
      return {
        stale: { text: `is overtaken in step ${at}`, short: `late from ${at} on` },
        write: unseen,
        act: { text: `comes too late: began in step ${from}`, short: 'comes too late' },
      };
    case 'gone':
      return {
        stale: { text: `gone from step ${at} on`, short: `gone from ${at} on` },
        write: { text: `takes away what ${userOf(picture, read)} wrote`, short: 'takes it away' },
        act: { text: `finds it changed: wrote it in step ${from}`, short: 'finds it changed' },
      };
    case 'early':
      return {
        write: { text: `is not done before step ${from}`, short: 'is not done' },
        act: { text: `comes too early: ${userOf(picture, read)} is not done`, short: 'comes too early' },
      };
  }
}

/** The task whose code it was. */
function userOf({ steps }: Picture, { step, access }: Spot): string {
  const { task, accesses } = steps[step - 1]!;
  return plain((access === undefined ? undefined : accesses[access]?.task) ?? task);
}

function isWrite({ steps }: Picture, { step, access }: Spot): boolean {
  return access !== undefined && steps[step - 1]!.accesses[access]!.kind === 'write';
}
