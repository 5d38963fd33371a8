import type { SourceTree } from '../../core/syntax.ts';
import type { ProjectOptions } from '../compiler.ts';
import { Describer } from '../describe/describe.ts';
import type { Sync } from './api.ts';
import type { FileNames } from './names.ts';
import type { NativeSession } from './session.ts';
import { type SyntaxErrors, syntaxErrorsOf } from './tree.ts';
import { NativeTypes } from './types.ts';

/** What one snapshot of the project knows; replaced when a file changes. */
export class State {
  readonly project: Sync.Project;
  readonly types: NativeTypes;
  readonly describer: Describer<Sync.Type, Sync.Symbol>;
  readonly trees = new Map<string, WeakRef<SourceTree>>();
  options: ProjectOptions | undefined;
  private parseErrors: ReadonlyMap<string, SyntaxErrors> | undefined;

  constructor(session: NativeSession, snapshot: Sync.Snapshot, configFile: string, names: FileNames) {
    const project = snapshot.getProject(configFile);
    if (!project) throw new Error(`TypeScript 7 did not open ${configFile}`);
    this.project = project;
    this.types = new NativeTypes(session, project, (path) => names.of(path, project.program));
    this.describer = new Describer(this.types);
  }

  get errors(): ReadonlyMap<string, SyntaxErrors> {
    this.parseErrors ??= syntaxErrorsOf(this.project.program);
    return this.parseErrors;
  }
}
