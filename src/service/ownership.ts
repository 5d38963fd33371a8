/** Which project each file belongs to, remembered until files or configurations come and go. */
import type { ProjectRef } from '../compilers/claims.ts';
import { parserFor } from '../compilers/open.ts';
import { Owners } from '../compilers/owner.ts';
import { folderOf } from '../compilers/paths.ts';
import type { CompilerChoice } from './compiler-choice.ts';

export class Ownership {
  private readonly choice: CompilerChoice;
  /** By compiler: each reads configurations in its own way. */
  private readonly owners = new Map<unknown, Owners>();
  private readonly refs = new Map<string, ProjectRef | undefined>();

  constructor(choice: CompilerChoice) {
    this.choice = choice;
  }

  /** As `Owners.of`. Throws a Failure when there is no compiler. */
  of(file: string): ProjectRef | undefined {
    if (!this.refs.has(file)) this.refs.set(file, this.at(folderOf(file)).of(file));
    return this.refs.get(file);
  }

  /** The whole project of a configuration. */
  whole(configFile: string): ProjectRef {
    return this.at(folderOf(configFile)).whole(configFile);
  }

  /** Whether one of the configurations that were read is, or extends, this file. */
  depend(file: string): boolean {
    return [...this.owners.values()].some((owners) => owners.depend(file));
  }

  forget(): void {
    this.owners.clear();
    this.refs.clear();
  }

  private at(folder: string): Owners {
    const options = this.choice.of(folder);
    const key = options.native ?? options.typescript;
    const owners = this.owners.get(key) ?? new Owners(parserFor(options));
    this.owners.set(key, owners);
    return owners;
  }
}
