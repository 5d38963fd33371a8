/** Names of a program's files by the paths that TypeScript 7 refers to them by. */
import { slashes } from '../paths.ts';
import type { Sync } from './api.ts';

/**
 * Where the file system has no case the compiler's paths have lost theirs. Read once, and again only for a path that
 * isn't known: the next snapshot of a project has the same files nearly always.
 */
export class FileNames {
  private byPath = new Map<string, string>();
  private readAt: Sync.Program | undefined;

  all(program: Sync.Program): readonly string[] {
    const names = program.getSourceFileNames().map(slashes);
    this.byPath = new Map(names.map((name) => [name.toLowerCase(), name]));
    for (const name of names) this.byPath.set(name, name);
    this.readAt = program;
    return names;
  }

  of(path: string, program: Sync.Program): string {
    if (!this.byPath.has(path) && this.readAt !== program) this.all(program);
    return this.byPath.get(path) ?? path;
  }
}
