/** Which project holds a file: what an editor asks about the one file that it shows. */
import { isOwnSource, type ProjectRef } from './claims.ts';
import { Configs } from './config/configs.ts';
import type { ConfigParser } from './config/parser.ts';
import { folderOf, isSource } from './paths.ts';

/** Reads each configuration once: make a new one when configurations, or files that they may include, come and go. */
export class Owners {
  private readonly configs: Configs;

  constructor(parse: ConfigParser) {
    this.configs = new Configs(parse);
  }

  /**
   * The nearest configuration upwards, or referenced from there, that names the file: all of that project, not only the
   * file. Where none does, the file alone, with the options of the nearest one as `base`. Undefined: it is no source.
   */
  of(file: string): ProjectRef | undefined {
    if (!isSource(file)) return undefined;
    const folder = folderOf(file);
    const owner = this.configs.above(folder, (config) => config.fileNames.includes(file));
    if (owner && isOwnSource(file, { configFile: owner.file, folder: '' }, owner.options))
      return this.whole(owner.file);
    const base = this.configs.above(folder, () => true)?.file;
    return { configFile: undefined, folder, files: [file], ...(base === undefined ? {} : { base }) };
  }

  /** Whether one of the configurations that were read is, or extends, this file. */
  depend(file: string): boolean {
    return this.configs.depend(file);
  }

  whole(configFile: string): ProjectRef {
    return { configFile, folder: folderOf(configFile), notes: this.configs.read(configFile).faults };
  }
}
