/**
 * Finds what holds for each file: the nearest `raceguard.config.json` upward from its folder, no farther than the
 * repository's root (the folder with `.git`). Files are not merged: the nearest one holds alone.
 */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type ConfigAmendment, type ConfigFile, type FileConfig, resolveConfig } from '../core/config.ts';
import { parseConfig } from '../core/config-parse.ts';
import type { RuleMeta } from '../core/rule.ts';
import { Failure, reasonOf } from './failure.ts';
import { Lines } from './lines.ts';
import { shown, slashed } from './paths.ts';

export const configName = 'raceguard.config.json';

export interface ConfigOptions {
  readonly cwd: string;
  readonly rules: readonly RuleMeta[];
  readonly amendment: ConfigAmendment;
  /** Absolute; holds for every file instead of what lies beside them. */
  readonly explicit?: string | undefined;
}

/** Where the search for a configuration goes on from a folder; undefined at the root of the repository or the disk. */
export function searchedNext(folder: string): string | undefined {
  const parent = slashed(dirname(folder));
  return parent === folder || existsSync(join(folder, '.git')) ? undefined : parent;
}

type Resolve = (file: string) => FileConfig;

export class Configs {
  private readonly options: ConfigOptions;
  private readonly byFolder = new Map<string, Resolve>();
  private readonly none: Resolve;

  /** Throws a Failure when the explicit file can't be read. */
  constructor(options: ConfigOptions) {
    this.options = options;
    const empty = resolveConfig({}, options.rules, options.amendment);
    this.none = () => empty('');
    if (options.explicit) this.none = this.load(options.explicit);
  }

  /** Throws a Failure that names the place when the file that holds for `file` can't be read or is wrong. */
  of(file: string): FileConfig {
    return this.options.explicit ? this.none(file) : this.in(slashed(dirname(file)))(file);
  }

  private in(folder: string): Resolve {
    let resolve = this.byFolder.get(folder);
    if (!resolve) {
      resolve = this.find(folder);
      this.byFolder.set(folder, resolve);
    }
    return resolve;
  }

  private find(folder: string): Resolve {
    const path = join(folder, configName);
    if (existsSync(path)) return this.load(path);
    const next = searchedNext(folder);
    return next === undefined ? this.none : this.in(next);
  }

  private load(path: string): Resolve {
    const { rules, amendment, cwd } = this.options;
    const folder = slashed(dirname(path));
    const resolve = resolveConfig(readConfig(path, rules, cwd), rules, amendment);
    return (file) => resolve(shown(folder, file));
  }
}

function readConfig(path: string, rules: readonly RuleMeta[], cwd: string): ConfigFile {
  const name = shown(cwd, slashed(path));
  let text: string;
  try {
    text = readFileSync(path, 'utf8').replace(/^\uFEFF/, '');
  } catch (error) {
    throw new Failure(`The configuration ${name} can't be read: ${reasonOf(error)}. Put it right or remove it.`);
  }
  const { config, faults } = parseConfig(text, rules);
  if (config) return config;
  const lines = new Lines(text);
  const places = faults.map(({ start, message }) => {
    const { line, column } = lines.at(start);
    return `${name}:${line}:${column}  ${message}\n    ${lines.line(line).trim()}`;
  });
  throw new Failure(`The configuration can't be used, so nothing was checked:\n\n${places.join('\n')}`);
}
