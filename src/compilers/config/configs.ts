/** The tsconfigs of a search: each read once, the ones of a folder that are worth checking, and how they refer. */
import { existsSync } from 'node:fs';
import type { ProjectNote } from '../compiler.ts';
import { absolute, baseName, compareText, folderOf, isSource, upwards } from '../paths.ts';
import type { ConfigParser, ParsedConfig } from './parser.ts';
import { faultsOf, readTsconfig, type Tsconfig } from './tsconfig.ts';
import type { Listing } from './walk.ts';

const nothing: ParsedConfig = { options: {}, fileNames: [] };

export class Config {
  readonly file: string;
  /** Of this file and all that it extends. */
  readonly faults: readonly ProjectNote[];
  readonly text: Tsconfig;
  private readonly configs: Configs;
  private readonly parse: ConfigParser;
  private parsed: ParsedConfig | undefined;

  constructor(configs: Configs, parse: ConfigParser, file: string) {
    this.configs = configs;
    this.parse = parse;
    this.file = file;
    this.text = readTsconfig(file);
    this.faults = faultsOf(this.text);
  }

  get options(): ParsedConfig['options'] {
    return this.content.options;
  }
  get fileNames(): readonly string[] {
    return this.content.fileNames;
  }
  get references(): readonly Config[] {
    return this.text.references.map((file) => this.configs.read(file));
  }
  /** Folders that it writes to. */
  get outputs(): readonly string[] {
    const { outDir, declarationDir } = this.options;
    return [outDir, declarationDir]
      .filter((at) => typeof at === 'string')
      .map((at) => absolute(at, folderOf(this.file)));
  }
  /** It checks files, or leads to projects that do. */
  get isUseful(): boolean {
    return this.text.references.length > 0 || this.fileNames.some(isSource);
  }

  private get content(): ParsedConfig {
    this.parsed ??= this.text.isSolution ? nothing : this.tryParse();
    return this.parsed;
  }

  private tryParse(): ParsedConfig {
    try {
      return this.parse(this.file);
    } catch {
      // It can't be read, which its faults say.
      return nothing;
    }
  }
}

export class Configs {
  private readonly parse: ConfigParser;
  private readonly known = new Map<string, Config>();

  constructor(parse: ConfigParser) {
    this.parse = parse;
  }

  read(file: string): Config {
    let config = this.known.get(file);
    if (!config) {
      config = new Config(this, this.parse, file);
      this.known.set(file, config);
    }
    return config;
  }

  /** tsconfig.json, or jsconfig.json where there is none. */
  plainIn(folder: string): Config | undefined {
    const file = ['tsconfig.json', 'jsconfig.json'].map((name) => `${folder}/${name}`).find((at) => existsSync(at));
    return file === undefined ? undefined : this.read(file);
  }

  /** The plain one if it is of use; else all others that no other extends. */
  in(listing: Listing): readonly Config[] {
    const plain = listing.files.some((name) => /^[tj]sconfig\.json$/.test(name)) && this.plainIn(listing.folder);
    if (plain && (plain.isUseful || plain.faults.length)) return [plain];
    const others = listing.files
      .filter((name) => /^tsconfig[.-].*\.json$/.test(name))
      .map((name) => this.read(`${listing.folder}/${name}`));
    const bases = new Set([...others, ...(plain ? [plain] : [])].flatMap((c) => c.text.extends));
    return others.filter((c) => !bases.has(c.file) && c.isUseful);
  }

  /** The nearest in this folder or above, or referenced from there, that suits. */
  above(folder: string, suits: (config: Config) => boolean): Config | undefined {
    for (const at of upwards(folder)) {
      const plain = this.plainIn(at);
      const found = plain && this.reachable(plain).find((config) => !config.text.isSolution && suits(config));
      if (found) return found;
    }
    return undefined;
  }

  private reachable(from: Config, seen = new Set<Config>()): readonly Config[] {
    if (seen.has(from)) return [];
    seen.add(from);
    return [from, ...from.references.flatMap((config) => this.reachable(config, seen))];
  }

  /** One of those that were read is, or extends, this file. */
  depend(file: string): boolean {
    return [...this.known.values()].some((config) => config.file === file || extendsFile(config.text, file));
  }

  /** Notes on references that lead round in a circle, one a circle. */
  cycles(): readonly ProjectNote[] {
    const notes = new Map<string, ProjectNote>();
    const done = new Set<Config>();
    const visit = (config: Config, path: readonly Config[]): void => {
      const start = path.indexOf(config);
      if (start >= 0) {
        const files = path.slice(start).map((c) => c.file);
        const circle = [...files, config.file].map(shortName).join(' → ');
        notes.set([...files].sort(compareText).join(), {
          level: 'warning',
          file: config.file,
          message: `Projects reference each other: ${circle}. All of them are checked, but TypeScript can't build them: remove one of these references.`,
        });
      } else if (!done.has(config)) {
        for (const reference of config.references) visit(reference, [...path, config]);
        done.add(config);
      }
    };
    for (const config of this.known.values()) visit(config, []);
    return [...notes.values()];
  }
}

function extendsFile(config: Tsconfig, file: string, seen = new Set<string>()): boolean {
  if (seen.has(config.file)) return false;
  seen.add(config.file);
  return config.extends.some((at) => at === file || extendsFile(readTsconfig(at), file, seen));
}

function shortName(file: string): string {
  return `${baseName(folderOf(file))}/${baseName(file)}`;
}
