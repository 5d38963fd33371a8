/** Which TypeScript checks a project: the workspace's where it may be run, else the one that the editor ships. */
import { createRequire } from 'node:module';
import type { TypeScript } from '../compilers/classic.ts';
import { type OwnTypeScript, ownTypeScript } from '../compilers/config/installed.ts';
import { compareVersions, majorOf } from '../compilers/config/versions.ts';
import type { OpenOptions } from '../compilers/open.ts';
import type { ServiceStart } from '../protocol/service.ts';
import { Failure, reasonOf } from '../workspace/failure.ts';

const oldest = '5.4.0';
const require = createRequire(import.meta.url);

export class CompilerChoice {
  private readonly start: ServiceStart;
  private readonly known = new Map<string, OpenOptions>();

  constructor(start: ServiceStart) {
    this.start = start;
  }

  /** Equal folders get one object until `forget`. Throws a Failure when no TypeScript can be had. */
  of(folder: string): OpenOptions {
    const options = this.known.get(folder) ?? this.choose(ownTypeScript(folder));
    this.known.set(folder, options);
    return options;
  }

  /** Something may have been installed. */
  forget(): void {
    this.known.clear();
  }

  private choose(own: OwnTypeScript | undefined): OpenOptions {
    const { trusted } = this.start;
    if (!trusted) return this.editors('the workspace is not trusted, so its own is not run');
    if (own === undefined) return this.editors('the workspace names none');
    const theirs = `TypeScript ${own.version} of the workspace`;
    if (own.folder === undefined) return this.editors(`${theirs} is not installed`);
    if (compareVersions(own.version, oldest) < 0) return this.editors(`${theirs} is older than 5.4`);
    const why = 'the workspace installs it';
    if (majorOf(own.version) >= 7) {
      const { typescript } = this.tryEditors();
      return { compiler: typescript ? 'auto' : 'native', native: own.folder, typescript, trusted, why };
    }
    const { typescript, fault } = load(own.folder);
    if (typescript) return { compiler: 'classic', typescript, trusted, why };
    return this.editors(`${theirs} can't be loaded (${fault})`);
  }

  private editors(because: string): OpenOptions {
    const { typescript, fault } = this.tryEditors();
    if (typescript) {
      return { compiler: 'classic', typescript, trusted: false, why: `the editor's: ${because}` };
    }
    throw new Failure(
      `There is no TypeScript to check with: ${because}, and ${fault}. Install TypeScript in the workspace (npm install --save-dev typescript) and trust the workspace.`,
    );
  }

  private tryEditors(): Loaded {
    const path = this.start.editorTypeScript;
    if (path === undefined) return { fault: 'the editor ships none that can be used' };
    const loaded = load(path);
    return loaded.typescript ? loaded : { fault: `the editor's (${path}) can't be loaded (${loaded.fault})` };
  }
}

type Loaded = { typescript: TypeScript; fault?: undefined } | { typescript?: undefined; fault: string };

/** A folder or file. Node keeps what it has loaded. */
function load(path: string): Loaded {
  try {
    const typescript = require(path) as TypeScript;
    if (typeof typescript.createProgram === 'function') return { typescript };
    return { fault: 'it has no compiler API' };
  } catch (error) {
    return { fault: reasonOf(error).split('\n')[0] ?? '' };
  }
}
