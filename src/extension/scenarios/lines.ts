/** The lines of source that pictures name. */
import { readFile } from 'node:fs/promises';
import type { Place } from '../../protocol/runner.ts';
import type { Run } from './model.ts';

/** By `file:line`; what can't be read is left out. */
export async function linesOf({ parts }: Run): Promise<Record<string, string>> {
  const places = parts.flatMap(({ result }) =>
    (result?.explored?.picture.steps ?? []).flatMap(({ place, accesses }) => [
      place,
      ...accesses.map((one) => one.place),
    ]),
  );
  const named = places.filter((place): place is Place => place !== undefined);
  const texts = new Map<string, readonly string[]>();
  for (const file of new Set(named.map(({ file }) => file)))
    texts.set(file, (await readFile(file, 'utf8').catch(() => '')).split(/\r?\n/));
  return Object.fromEntries(
    named.flatMap(({ file, line }) => {
      const text = texts.get(file)?.[line - 1];
      return text === undefined ? [] : [[`${file}:${line}`, text]];
    }),
  );
}
