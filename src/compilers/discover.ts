/** From paths (files, folders, tsconfigs) to the projects that check what is there. */
import { statSync } from 'node:fs';
import { Claims, isOwnSource, isTestOf, type ProjectRef } from './claims.ts';
import type { ProjectNote } from './compiler.ts';
import { assign, type Wanted } from './config/assign.ts';
import { type Config, Configs } from './config/configs.ts';
import type { ConfigParser } from './config/parser.ts';
import { walk } from './config/walk.ts';
import { isWorkspacePackage, workspaceGlobs, workspaceRoots } from './config/workspaces.ts';
import { absolute, baseName, compareText, folderOf, isSource, isTypeScript, isUnder } from './paths.ts';

export interface Discovery {
  /** In order of their paths. A file is checked by one of them at most. */
  readonly projects: readonly ProjectRef[];
  /** What concerns no single project: a path that doesn't exist, references in a circle, a configuration left out. */
  readonly notes: readonly ProjectNote[];
}

export interface DiscoverOptions {
  /** Where relative paths start. */
  readonly cwd?: string;
  readonly parse: ConfigParser;
}

/**
 * A folder stands for every tsconfig in it; where it has none, for the tsconfig above that covers it, and where there
 * is none either, for its TypeScript files with defaults. A file belongs to the nearest tsconfig that names it.
 */
export function discover(paths: readonly string[], options: DiscoverOptions): Discovery {
  const search = new Search(options.parse);
  for (const path of paths) search.path(absolute(path, options.cwd));
  return search.result();
}

class Search {
  private readonly configs: Configs;
  private readonly notes: ProjectNote[] = [];
  /** Scopes of the configurations to open; undefined for all of one. */
  private readonly wanted = new Map<Config, Set<string> | undefined>();
  /** Named by their paths. */
  private readonly named = new Set<Config>();
  /** Files without a tsconfig, by folder. */
  private readonly loose = new Map<string, { files: Set<string>; base: Config | undefined }>();
  private readonly packages: string[] = [];

  constructor(parse: ConfigParser) {
    this.configs = new Configs(parse);
  }

  path(path: string): void {
    const stat = statSync(path, { throwIfNoEntry: false });
    if (!stat) {
      this.notes.push({ level: 'error', file: path, message: `${path} does not exist. Correct the path.` });
    } else if (stat.isDirectory()) this.folder(path);
    else if (path.endsWith('.json')) {
      const config = this.configs.read(path);
      this.named.add(config);
      this.want(config, undefined);
    } else this.file(path);
  }

  result(): Discovery {
    this.notes.push(...this.configs.cycles());
    const claims = new Claims();
    const { refs, withoutFiles } = assign(this.withoutBases(), claims);
    for (const config of withoutFiles) this.notes.push(...config.faults);
    const all = [...refs, ...this.looseRefs(claims)].map((ref) =>
      hasOnlyTests(ref, claims) ? { ...ref, isTests: true } : ref,
    );
    if (!all.length && !this.notes.length) {
      const message =
        'There is nothing to check: no tsconfig here names a source file. Correct its `include`, or name files.';
      this.notes.push({ level: 'warning', message });
    }
    return { projects: all.sort((a, b) => compareText(placeOf(a), placeOf(b))), notes: this.notes };
  }

  /** What others extend, and isn't a tsconfig.json, only holds options for them. */
  private withoutBases(): Wanted {
    const bases = new Set([...this.wanted.keys()].flatMap((config) => config.text.extends));
    const isBase = (c: Config) => bases.has(c.file) && !this.named.has(c) && baseName(c.file) !== 'tsconfig.json';
    return new Map([...this.wanted].filter(([config]) => !isBase(config)));
  }

  private folder(folder: string): void {
    const before = this.wanted.size;
    const globs = workspaceGlobs(folder);
    const outputs = new Set<string>();
    const visited = new Set<string>();
    for (const root of [folder, ...workspaceRoots(globs).map((at) => absolute(at, folder))]) {
      for (const listing of walk(root, (at) => outputs.has(at) || visited.has(at))) {
        if (visited.has(listing.folder)) continue;
        visited.add(listing.folder);
        const isPackage = listing.folder !== folder && listing.files.includes('package.json');
        if (isPackage && isWorkspacePackage(globs, listing.folder.slice(folder.length + 1)))
          this.packages.push(listing.folder);
        for (const config of this.configs.in(listing)) {
          this.want(config, folder);
          for (const at of config.outputs) outputs.add(at);
        }
      }
    }
    if (this.configs.plainIn(folder)) return;
    const above = this.configs.above(folder, (c) => c.fileNames.some((f) => isUnder(f, folder)));
    if (above) this.want(above, folder);
    else if (this.wanted.size === before)
      this.addLoose(
        folder,
        sourcesIn(folder),
        this.configs.above(folder, () => true),
      );
  }

  private file(file: string): void {
    const owner = this.configs.above(folderOf(file), (c) => c.fileNames.includes(file));
    if (owner && isOwnSource(file, { configFile: owner.file, folder: '' }, owner.options)) this.want(owner, file);
    else if (isSource(file))
      this.addLoose(
        folderOf(file),
        [file],
        this.configs.above(folderOf(file), () => true),
      );
    else {
      const message = `${file} is not TypeScript or JavaScript source. Name source files, folders or tsconfigs.`;
      this.notes.push({ level: 'error', file, message });
    }
  }

  private want(config: Config, scope: string | undefined): void {
    const scopes = this.wanted.get(config);
    if (scope === undefined || (this.wanted.has(config) && scopes === undefined)) this.wanted.set(config, undefined);
    else this.wanted.set(config, (scopes ?? new Set()).add(scope));
    for (const reference of config.references) {
      const known = this.wanted.get(reference);
      const covered = this.wanted.has(reference) && (known === undefined || (scope !== undefined && known.has(scope)));
      if (!covered) this.want(reference, scope);
    }
  }

  private addLoose(folder: string, files: readonly string[], base: Config | undefined): void {
    if (!files.length) {
      const message = `${folder} has no TypeScript files. Name a folder that has, or a JavaScript file itself.`;
      this.notes.push({ level: 'warning', file: folder, message });
    }
    const known = this.loose.get(folder) ?? { files: new Set<string>(), base };
    for (const file of files) known.files.add(file);
    this.loose.set(folder, known);
  }

  private looseRefs(claims: Claims): ProjectRef[] {
    for (const folder of this.packages) {
      const sources = sourcesIn(folder);
      const holdsConfig = [...this.wanted.keys()].some((config) => isUnder(config.file, folder));
      if (sources.length && !holdsConfig && !sources.some((file) => claims.isClaimed(file))) {
        this.addLoose(folder, sources, undefined);
      }
    }
    return [...this.loose].flatMap(([folder, { files, base }]): ProjectRef[] => {
      const own = { configFile: undefined, folder, ...(base ? { base: base.file } : {}), claims };
      const list = [...files].filter((file) => claims.claim(file, own)).sort(compareText);
      return list.length ? [{ ...own, files: list, names: list }] : [];
    });
  }
}

/** No file of the project is, and none that an import of its tests may lead to can be, anything but a test. */
function hasOnlyTests(ref: ProjectRef, claims: Claims): boolean {
  if (!ref.names?.every((file) => isTestOf(ref, file))) return false;
  if (ref.configFile === undefined || isTestOf(ref, `${ref.folder}/any.ts`)) return true;
  const others = sourcesIn(ref.folder).filter((file) => isOwnSource(file, ref, {}) && !isTestOf(ref, file));
  return others.every((file) => claims.isClaimed(file));
}

function sourcesIn(folder: string): string[] {
  const found: string[] = [];
  for (const { folder: at, files } of walk(folder, () => false)) {
    found.push(...files.map((name) => `${at}/${name}`).filter(isTypeScript));
  }
  return found;
}

function placeOf(ref: ProjectRef): string {
  return ref.configFile ?? `${ref.folder}/`;
}
