/** Opens a project in classic TypeScript: the project's own where it may be run, else ours with the project's defaults. */
import type ts from 'typescript-classic';
import { ownFiles, type ProjectRef, rootOf, withoutTests } from '../claims.ts';
import { ClassicProject, type TypeScript } from '../classic.ts';
import type { ProjectNote } from '../compiler.ts';
import { forClassic6, type Options } from '../config/defaults.ts';
import { missingTypes, ownTypeScript, typesMissing } from '../config/installed.ts';
import { looseOptions } from '../config/loose.ts';
import { majorOf } from '../config/versions.ts';
import { baseName, slashes } from '../paths.ts';
import { loadClassic, parseClassic } from './load.ts';
import { DiskPrograms, type ProgramInput } from './program.ts';

/** The members of unions in the order of TypeScript 7, and texts that are cut short. */
const printing = { stableTypeOrdering: true, noErrorTruncation: false };

export interface ClassicChoice {
  /** Run this one. */
  readonly typescript?: TypeScript | undefined;
  /** May the TypeScript that the project installs be run? */
  readonly trusted: boolean;
}

export function openClassic(
  ref: ProjectRef,
  why: string,
  notes: readonly ProjectNote[],
  choice: ClassicChoice,
): ClassicProject {
  const own = ownTypeScript(ref.folder);
  const loaded = choice.typescript
    ? { ts: choice.typescript, isOwn: own?.version === choice.typescript.version }
    : loadClassic(choice.trusted ? own : undefined);
  const { ts } = loaded;
  let left: readonly string[] = [];
  const read = (): ProgramInput => {
    const input = ref.configFile === undefined ? looseInput(ts, ref) : configInput(ts, ref.configFile);
    const { roots, tests } = withoutTests(ref, input.rootNames.map(slashes));
    left = tests;
    const defaults = loaded.isOwn || majorOf(ts.version) < 6 ? {} : forClassic6(input.options as Options, own?.version);
    return {
      ...input,
      rootNames: roots,
      options: { ...input.options, ...defaults, ...printing } as ts.CompilerOptions,
    };
  };
  const programs = new DiskPrograms(ts, read);
  const missing = programs.program.getOptionsDiagnostics().filter((fault) => fault.code === typesMissing);
  const words = (fault: ts.Diagnostic) => ts.flattenDiagnosticMessageText(fault.messageText, '\n');
  return new ClassicProject(ts, programs, {
    configFile: ref.configFile,
    root: rootOf(ref),
    why,
    ownTypeScript: own?.version,
    notes: [...notes, ...missing.map((fault) => missingTypes(ref.configFile, words(fault)))],
    own: (files, roots) => ownFiles(ref, programs.options, files, roots, left),
  });
}

function configInput(typescript: TypeScript, configFile: string): ProgramInput {
  const { options, fileNames, projectReferences } = parseClassic(typescript, configFile);
  return { rootNames: fileNames, options, references: projectReferences };
}

function looseInput(typescript: TypeScript, ref: ProjectRef): ProgramInput {
  const base = ref.base === undefined ? undefined : parseClassic(typescript, ref.base);
  const { options } = typescript.convertCompilerOptionsFromJson(looseOptions(ref), ref.folder, baseName(ref.folder));
  return {
    rootNames: ref.files ?? [],
    options: { ...base?.options, ...options },
    references: base?.projectReferences,
  };
}
