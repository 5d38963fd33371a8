/** Gives every file to one of the configurations that name it. */
import { type Claims, isOwnSource, type ProjectRef } from '../claims.ts';
import { baseName, compareText, folderOf } from '../paths.ts';
import type { Config } from './configs.ts';

/** Configurations with the folders and files that were asked for; undefined for all of one. */
export type Wanted = ReadonlyMap<Config, ReadonlySet<string> | undefined>;

/** Claims the files for the nearest configuration: deeper folders first, a plain tsconfig.json before its siblings. */
export function assign(wanted: Wanted, claims: Claims): { refs: ProjectRef[]; withoutFiles: Config[] } {
  const nearestFirst = [...wanted].sort(
    ([a], [b]) => depth(b.file) - depth(a.file) || byPlainness(a.file, b.file) || compareText(a.file, b.file),
  );
  const refs: ProjectRef[] = [];
  const withoutFiles: Config[] = [];
  for (const [config, scope] of nearestFirst) {
    const ref: ProjectRef = {
      configFile: config.file,
      folder: folderOf(config.file),
      ...(scope ? { scope: [...scope].sort(compareText) } : {}),
      claims,
      notes: config.faults,
    };
    const own = config.fileNames.filter((file) => isOwnSource(file, ref, config.options) && claims.claim(file, ref));
    if (own.length) refs.push({ ...ref, names: own });
    else withoutFiles.push(config);
  }
  return { refs, withoutFiles };
}

function depth(file: string): number {
  return file.split('/').length;
}

function byPlainness(a: string, b: string): number {
  const plain = (file: string) => (/^[tj]sconfig\.json$/.test(baseName(file)) ? 0 : 1);
  return plain(a) - plain(b);
}
