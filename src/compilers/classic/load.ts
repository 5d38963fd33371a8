/** Finds a classic TypeScript to run: the project's own from 5.4 to 6, else ours. */
import { createRequire } from 'node:module';
import type { OwnTypeScript } from '../config/installed.ts';
import type { ConfigParser } from '../config/parser.ts';
import { compareVersions, majorOf } from '../config/versions.ts';
import { folderOf, slashes } from '../paths.ts';
import type { TypeScript } from './types.ts';

export interface LoadedClassic {
  readonly ts: TypeScript;
  /** It is the one that the project installs, so the project's options mean what they always meant. */
  readonly isOwn: boolean;
}

let ours: TypeScript | undefined;

/** `own` is run only if given: leave it out where the workspace isn't trusted. */
export function loadClassic(own: OwnTypeScript | undefined): LoadedClassic {
  if (own?.folder && compareVersions(own.version, '5.4.0') >= 0 && majorOf(own.version) < 7) {
    try {
      return { ts: createRequire(`${own.folder}/package.json`)(own.folder) as TypeScript, isOwn: true };
    } catch {
      // A broken installation; ours reads the project too.
    }
  }
  ours ??= createRequire(import.meta.url)('typescript-classic') as TypeScript;
  return { ts: ours, isOwn: false };
}

export function classicParser(ts: TypeScript): ConfigParser {
  return (configFile) => {
    const { options, fileNames } = parseClassic(ts, configFile);
    return { options, fileNames: fileNames.map(slashes) };
  };
}

export function parseClassic(ts: TypeScript, configFile: string): ReturnType<TypeScript['parseJsonConfigFileContent']> {
  const text = ts.readJsonConfigFile(configFile, ts.sys.readFile);
  return ts.parseJsonSourceFileConfigFileContent(text, ts.sys, folderOf(configFile), undefined, configFile);
}
