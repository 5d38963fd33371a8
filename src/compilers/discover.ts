/** From paths (files, folders, tsconfigs) to the projects that check what is there. */
import { statSync } from 'node:fs';
import { Claims, isOwnSource, type ProjectRef } from './claims.ts';
import type { ProjectNote } from './compiler.ts';
import type { ConfigParser } from './config-parser.ts';
import { type Config, Configs } from './configs.ts';
import { absolute, baseName, compareText, folderOf, isSource, isTypeScript, isUnder } from './paths.ts';
import { walk } from './walk.ts';
import { isWorkspacePackage, workspaceGlobs, workspaceRoots } from './workspaces.ts';

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
    // What others extend, and isn't a tsconfig.json, only holds options for them.
    const bases = new Set([...this.wanted.keys()].flatMap((config) => config.text.extends));
    const isBase = (c: Config) => bases.has(c.file) && !this.named.has(c) && baseName(c.file) !== 'tsconfig.json';
    const wanted = [...this.wanted].filter(([config]) => !isBase(config));
    const refs = wanted.map(([config, scope]): [ProjectRef, Config] => [
      {
        configFile: config.file,
        folder: folderOf(config.file),
        ...(scope ? { scope: [...scope].sort(compareText) } : {}),
        claims,
        notes: config.faults,
      },
      config,
    ]);
    // The nearest configuration has a file: deeper folders claim first, a plain tsconfig.json before its siblings.
    const order = [...refs].sort(([, a], [, b]) => depth(b.file) - depth(a.file) || byPlainness(a.file, b.file));
    const roots = new Map<ProjectRef, readonly string[]>();
    for (const [ref, config] of order) {
      roots.set(
        ref,
        config.fileNames.filter((f) => isOwnSource(f, ref, config.options) && claims.claim(f, ref)),
      );
    }
    const projects = refs.filter(([ref]) => roots.get(ref)?.length).map(([ref]) => ref);
    for (const [ref, config] of refs) if (!roots.get(ref)?.length) this.notes.push(...config.faults);
    return {
      projects: [...projects, ...this.looseRefs(claims)].sort((a, b) => compareText(key(a), key(b))),
      notes: this.notes,
    };
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
      const uncovered = sourcesIn(folder).filter((file) => !claims.isClaimed(file));
      const isCovered = sourcesIn(folder).length > uncovered.length;
      if (
        !isCovered &&
        uncovered.length &&
        !this.configs.above(folder, (c) => this.wanted.has(c) && isUnder(c.file, folder))
      )
        this.addLoose(folder, uncovered, undefined);
    }
    return [...this.loose].flatMap(([folder, { files, base }]): ProjectRef[] => {
      const own = { configFile: undefined, folder, ...(base ? { base: base.file } : {}), claims };
      const list = [...files].filter((file) => claims.claim(file, own)).sort(compareText);
      return list.length ? [{ ...own, files: list }] : [];
    });
  }
}

function sourcesIn(folder: string): string[] {
  const found: string[] = [];
  for (const { folder: at, files } of walk(folder, () => false)) {
    found.push(...files.map((name) => `${at}/${name}`).filter(isTypeScript));
  }
  return found;
}

function key(ref: ProjectRef): string {
  return ref.configFile ?? `${ref.folder}/`;
}

function depth(file: string): number {
  return file.split('/').length;
}

function byPlainness(a: string, b: string): number {
  const plain = (file: string) => (/^[tj]sconfig\.json$/.test(baseName(file)) ? 0 : 1);
  return plain(a) - plain(b) || compareText(a, b);
}
