/** Loads a user's own file of programs: TypeScript as it is, in any Node from 20 on. */
import { existsSync } from 'node:fs';
import { createJiti } from 'jiti/static';
import * as runtime from '../../runtime/src/index.ts';
import * as testing from '../../runtime/src/testing/index.ts';
import type { PlaceOf } from './pictures.ts';
import { Refused } from './refused.ts';

export interface RaceFile {
  readonly programs: readonly { readonly name: string; readonly index: number; readonly program: testing.Program }[];
  readonly options: testing.ExploreOptions;
  readonly placeOf: PlaceOf;
}

/** @throws Refused with file, line, cause and remedy */
export async function loadRaceFile(file: string): Promise<RaceFile> {
  if (!existsSync(file)) throw new Refused(`${file} can't be run: there is no such file.`);
  const jiti = createJiti(file, {
    fsCache: false,
    jsx: true,
    tsconfigPaths: true,
    virtualModules: { '@raceguard/runtime': runtime, '@raceguard/runtime/testing': testing },
  });
  const exported = (await jiti.import(file)) as Record<string, unknown>;
  const programs = Object.entries(exported)
    .filter(([, value]) => typeof value === 'function')
    .map(([name, value], index) => ({ name, index, program: value as testing.Program }));
  return {
    programs,
    options: (exported.options ?? {}) as testing.ExploreOptions,
    placeOf: ({ file, line, column }) => ({ file, line, column }),
  };
}
