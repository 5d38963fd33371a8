/** A project that stays open: takes in changed texts when it is next asked, and keeps what was found until then. */
import { existsSync, readFileSync } from 'node:fs';
import type { ProjectRef } from '../compilers/claims.ts';
import type { Project } from '../compilers/compiler.ts';
import type { FileConfig } from '../core/config.ts';
import type { Rule } from '../core/rule.ts';
import { Check, type FileResult } from '../core/run.ts';
import { Places } from '../workspace/file-outcome.ts';

export interface Setting {
  readonly rules: readonly Rule[];
  readonly overlays: ReadonlyMap<string, string>;
  configOf(file: string): FileConfig;
}

export class OpenProject {
  readonly ref: ProjectRef;
  readonly project: Project;
  private readonly setting: Setting;
  /** Texts to be told to the compiler. */
  private readonly outdated: Set<string>;
  /** Texts that the compiler has, as far as they were asked about. */
  private readonly known = new Map<string, string>();
  private readonly results = new Map<string, FileResult | undefined>();
  private diskChanged = false;
  private currentCheck: Check | undefined;
  private currentPlaces: Places | undefined;
  private own: ReadonlySet<string> | undefined;

  constructor(project: Project, ref: ProjectRef, setting: Setting) {
    this.project = project;
    this.ref = ref;
    this.setting = setting;
    this.outdated = new Set(setting.overlays.keys());
  }

  /** The overlay of the file is another one, or gone. */
  overlayChanged(file: string): void {
    this.outdated.add(file);
  }

  fileChanged(file: string): void {
    if (this.files.has(file) && existsSync(file)) this.outdated.add(file);
    else this.diskChanged = true;
  }

  configurationChanged(): void {
    this.startOver();
  }

  /** Somebody else laid texts over these files. */
  restore(files: ReadonlySet<string>): void {
    for (const file of files) {
      this.outdated.add(file);
      this.known.delete(file);
    }
    this.renew(files);
  }

  get files(): ReadonlySet<string> {
    this.own ??= new Set(this.project.files);
    return this.own;
  }

  /** Undefined when the file isn't in the program. Throws when the compiler is gone. */
  file(file: string): FileResult | undefined {
    this.update();
    this.unmark(file);
    if (!this.results.has(file)) {
      this.results.set(file, this.check.file(file));
      this.known.set(file, this.places.lines(file).text);
    }
    return this.results.get(file);
  }

  /** Places in the texts that the last results were made from. */
  get places(): Places {
    this.currentPlaces ??= new Places(this.project);
    return this.currentPlaces;
  }

  /** Takes in what has changed. */
  update(): void {
    if (this.diskChanged) {
      this.diskChanged = false;
      this.project.refresh();
      this.own = undefined;
      this.startOver();
    }
    const changed = [...this.outdated].flatMap((file) => {
      const overlay = this.setting.overlays.get(file);
      const text = overlay ?? onDisk(file);
      if (text !== undefined && this.known.get(file) === text) return [];
      if (text === undefined) this.known.delete(file);
      else this.known.set(file, text);
      return [[file, overlay] as const];
    });
    this.outdated.clear();
    if (!changed.length) return;
    this.project.overlayAll(changed);
    this.renew(changed.map(([file]) => file));
  }

  /** The file is there on the disk or in the editor, but the compiler didn't know it yet. */
  lookAgain(): void {
    this.diskChanged = true;
    this.update();
  }

  private get check(): Check {
    const { project, setting } = this;
    this.currentCheck ??= new Check(
      {
        root: project.root,
        files: project.files,
        tree: (file) => project.tree(file),
        answer: (tree, questions) => project.answer(tree, questions),
        text: (file) => setting.overlays.get(file) ?? onDisk(file),
      },
      { rules: setting.rules, configOf: setting.configOf, target: project.options },
    );
    return this.currentCheck;
  }

  /** The texts of these files are other ones; what was learnt of the others is kept. */
  private renew(changed: Iterable<string>): void {
    this.currentCheck?.renew(changed);
    this.currentPlaces = undefined;
    this.results.clear();
  }

  private startOver(): void {
    this.currentCheck = undefined;
    this.renew([]);
  }

  /** Editors don't count a byte order mark. */
  private unmark(file: string): void {
    const text = this.places.lines(file).text;
    if (!text.startsWith('\uFEFF')) return;
    this.project.overlay(file, text.slice(1));
    this.renew([file]);
  }
}

function onDisk(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8').replace(/^\uFEFF/, '');
  } catch {
    return undefined;
  }
}
