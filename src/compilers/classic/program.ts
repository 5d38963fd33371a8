/** Programs of classic TypeScript over the disk, with unsaved texts laid over it. */
import type ts from 'typescript-classic';
import type { ProgramSource } from '../classic.ts';
import { isLibraryFile, slashes } from '../paths.ts';
import type { TypeScript } from './types.ts';

export interface ProgramInput {
  readonly rootNames: readonly string[];
  readonly options: ts.CompilerOptions;
  readonly references: readonly ts.ProjectReference[] | undefined;
}

/** TypeScript's own libraries, parsed once for all projects: a third of the time that a small project takes to open. */
const libraries = new WeakMap<TypeScript, Map<string, ts.SourceFile>>();

function library(
  typescript: TypeScript,
  key: string,
  parse: () => ts.SourceFile | undefined,
): ts.SourceFile | undefined {
  const known = libraries.get(typescript) ?? new Map<string, ts.SourceFile>();
  libraries.set(typescript, known);
  const file = known.get(key) ?? parse();
  if (file) known.set(key, file);
  return file;
}

export class DiskPrograms implements ProgramSource {
  private readonly ts: TypeScript;
  private readonly read: () => ProgramInput;
  private input: ProgramInput;
  private readonly host: ts.CompilerHost;
  private readonly overlays = new Map<string, string>();
  private readonly files = new Map<string, ts.SourceFile>();
  private built: ts.Program | undefined;
  private stale = false;

  /** `read`: what the configuration comes to now. */
  constructor(typescript: TypeScript, read: () => ProgramInput) {
    this.ts = typescript;
    this.read = read;
    this.input = read();
    this.host = this.makeHost();
  }

  get options(): ts.CompilerOptions {
    return this.input.options;
  }

  get program(): ts.Program {
    if (!this.built || this.stale) {
      this.built = this.ts.createProgram({
        rootNames: this.input.rootNames,
        options: this.input.options,
        host: this.host,
        ...(this.input.references ? { projectReferences: this.input.references } : {}),
        ...(this.built ? { oldProgram: this.built } : {}),
      });
      this.stale = false;
    }
    return this.built;
  }

  overlay(fileName: string, text: string | undefined): void {
    const file = slashes(fileName);
    if (text === undefined) this.overlays.delete(file);
    else this.overlays.set(file, text);
    this.files.delete(file);
    this.stale = true;
  }

  refresh(): void {
    this.input = this.read();
    for (const [file, source] of this.files) {
      if (!isLibraryFile(file) && this.host.readFile(file) !== source.text) this.files.delete(file);
    }
    // From an old program the new one would take how imports were resolved.
    this.built = undefined;
  }

  isOverlaid(fileName: string): boolean {
    return this.overlays.has(fileName);
  }

  private makeHost(): ts.CompilerHost {
    const host = this.ts.createCompilerHost(this.input.options);
    const { getSourceFile, readFile } = host;
    host.readFile = (file) => this.overlays.get(slashes(file)) ?? readFile.call(host, file);
    host.getSourceFile = (file, ...rest) => {
      const name = slashes(file);
      const known = this.files.get(name);
      if (known) return known;
      const source = isLibraryFile(name)
        ? library(this.ts, `${name} ${JSON.stringify(rest[0])}`, () => getSourceFile.call(host, file, ...rest))
        : getSourceFile.call(host, file, ...rest);
      if (source) this.files.set(name, source);
      return source;
    };
    // Else a referenced project is read through its output, which is missing until somebody builds it.
    Object.assign(host, { useSourceOfProjectReferenceRedirect: () => true });
    return host;
  }
}
