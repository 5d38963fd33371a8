/** The projects that stay open for the files being edited: those used last, within a bound of memory. */
import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import type { ProjectRef } from '../compilers/claims.ts';
import { openProject } from '../compilers/open.ts';
import { folderOf, isJavaScript } from '../compilers/paths.ts';
import { configName } from '../workspace/configs.ts';
import { Failure } from '../workspace/failure.ts';
import { messageOf } from '../workspace/file-outcome.ts';
import type { CompilerChoice } from './compiler-choice.ts';
import { installedAt } from './installed.ts';
import { OpenProject, type Setting } from './open-project.ts';
import { Ownership } from './ownership.ts';

export interface Bounds {
  /** Open at a time. */
  readonly projects: number;
  /** Of this process, in bytes: above it only the project in use stays. */
  readonly memory: number;
  /** Milliseconds after its last use that a project is closed. */
  readonly idle: number;
}

export interface ProjectsHost extends Setting {
  readonly choice: CompilerChoice;
  readonly bounds: Bounds;
  /** `raceguard.config.json` somewhere has changed. */
  forgetConfigs(): void;
  /** For the output that users can look at. */
  log(line: string): void;
}

interface Held {
  readonly entry: OpenProject;
  readonly used: number;
  /** When packages were installed, as it was when the project was opened. */
  readonly installed: string;
}

export class Projects {
  private readonly host: ProjectsHost;
  /** By key, the one used last at the end. */
  private readonly open = new Map<string, Held>();
  private readonly ownership: Ownership;
  private readonly changes = new Set<string>();

  constructor(host: ProjectsHost) {
    this.host = host;
    this.ownership = new Ownership(host.choice);
  }

  /** Taken in when the next project is asked for. */
  changed(files: Iterable<string>): void {
    for (const file of files) this.changes.add(file);
  }

  overlayChanged(file: string): void {
    for (const { entry } of this.open.values()) entry.overlayChanged(file);
  }

  /** The project that holds the file, open. Undefined: it is no source. Throws a Failure when it can't be opened. */
  of(file: string): OpenProject | undefined {
    this.settle();
    const ref = this.ownership.of(file);
    if (!ref || ref.configFile !== undefined) return ref && this.get(ref);
    return this.importing(ref, file) ?? this.loose(ref, file);
  }

  close(entry: OpenProject): void {
    for (const [key, held] of this.open) if (held.entry === entry) this.drop(key);
  }

  closeIdle(): void {
    const oldest = performance.now() - this.host.bounds.idle;
    for (const [key, { used }] of this.open) if (used < oldest) this.drop(key);
  }

  closeAll(): void {
    for (const key of this.open.keys()) this.drop(key);
  }

  /** A file that no configuration names belongs to a project all the same where it is imported there. */
  private importing({ base }: ProjectRef, file: string): OpenProject | undefined {
    if (base === undefined || isJavaScript(file)) return undefined;
    try {
      const entry = this.get(this.ownership.whole(base));
      return entry.files.has(file) ? entry : undefined;
    } catch {
      return undefined;
    }
  }

  /** Files of a folder that belong to no project are one. */
  private loose(ref: ProjectRef, file: string): OpenProject {
    const known = this.open.get(keyOf(ref))?.entry;
    if (known?.ref.files?.includes(file)) return this.get(known.ref);
    if (known) this.close(known);
    const edited = [...this.host.overlays.keys()].filter((at) => {
      if (folderOf(at) !== ref.folder) return false;
      const own = this.ownership.of(at);
      return own !== undefined && keyOf(own) === keyOf(ref);
    });
    return this.get({
      ...ref,
      files: [...new Set([...(known?.ref.files ?? []), ...edited, file])].filter(isThere, this),
    });
    function isThere(this: Projects, at: string): boolean {
      return this.host.overlays.has(at) || existsSync(at);
    }
  }

  private get(ref: ProjectRef): OpenProject {
    const key = keyOf(ref);
    const held = this.open.get(key);
    const installed = held?.installed ?? installedAt(ref.folder);
    const entry = held && !held.entry.project.ended ? held.entry : this.start(ref);
    this.open.delete(key);
    this.open.set(key, { entry, used: performance.now(), installed });
    this.closeSurplus(key);
    return entry;
  }

  private start(ref: ProjectRef): OpenProject {
    const name = ref.configFile ?? ref.folder;
    const started = performance.now();
    try {
      const project = openProject(ref, this.host.choice.of(ref.folder));
      const { name: compiler, version, why } = project.compiler;
      const ms = Math.round(performance.now() - started);
      this.host.log(
        `${name}: opened in ${ms} ms, ${project.files.length} files, TypeScript ${version}, ${compiler} (${why})`,
      );
      return new OpenProject(project, ref, this.host);
    } catch (error) {
      if (error instanceof Failure) throw error;
      throw new Failure(
        `${name} could not be opened: ${messageOf(error)}. Put that right; the next check opens it again.`,
        { cause: error },
      );
    }
  }

  private closeSurplus(inUse: string): void {
    const { projects, memory } = this.host.bounds;
    for (const key of this.open.keys()) {
      if (key === inUse) continue;
      if (this.open.size <= projects && process.memoryUsage.rss() <= memory) return;
      this.drop(key);
    }
  }

  private drop(key: string): void {
    const held = this.open.get(key);
    this.open.delete(key);
    if (held) this.host.log(`${held.entry.ref.configFile ?? held.entry.ref.folder}: closed`);
    try {
      held?.entry.project.dispose();
    } catch {
      // Its compiler's process is gone, and what it held with it.
    }
  }

  /** Takes in what was told to have changed. */
  settle(): void {
    if ([...this.open.values()].some((held) => installedAt(held.entry.ref.folder) !== held.installed)) this.startOver();
    for (const file of this.changes) {
      if (basename(file) === configName) this.reconfigure();
      else if (this.isConfiguration(file)) this.startOver();
      else this.take(file);
    }
    this.changes.clear();
  }

  private reconfigure(): void {
    this.host.forgetConfigs();
    for (const { entry } of this.open.values()) entry.configurationChanged();
  }

  private startOver(): void {
    this.closeAll();
    this.host.choice.forget();
    this.ownership.forget();
  }

  private take(file: string): void {
    const known = [...this.open.values()].some(({ entry }) => entry.files.has(file));
    for (const { entry } of this.open.values()) entry.fileChanged(file);
    if (known && existsSync(file)) return;
    this.ownership.forget();
  }

  private isConfiguration(file: string): boolean {
    return (
      /^(?:[tj]sconfig.*|package)\.json$/.test(basename(file)) ||
      (file.endsWith('.json') && this.ownership.depend(file))
    );
  }
}

function keyOf(ref: ProjectRef): string {
  return ref.configFile ?? `${ref.folder}/* ${ref.base ?? ''}`;
}
