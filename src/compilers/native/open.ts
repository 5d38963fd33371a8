/** Opens a project in TypeScript 7, its configuration served so that it means what the project's own TypeScript takes it for. */
import { readFileSync } from 'node:fs';
import { isTestOf, ownFiles, type ProjectRef, rootOf, withoutTests } from '../claims.ts';
import type { ProjectNote } from '../compiler.ts';
import { type Adaptation, forNative, type Options } from '../config/defaults.ts';
import { missingTypes, ownTypeScript, typesMissing } from '../config/installed.ts';
import { looseOptions } from '../config/loose.ts';
import { readTsconfig } from '../config/tsconfig.ts';
import { NativeProject } from '../native.ts';
import { baseName, folderOf } from '../paths.ts';
import { NativeSession } from './session.ts';

export interface NativeOpened {
  readonly project: NativeProject;
  /** Why its answers can't be trusted, in a few words; another compiler should have the project. */
  readonly unfit: string | undefined;
}

const optionRemoved = new Set([5102, 5108]);

export interface NativeOptions {
  /** As in `loadNativeApi`. */
  readonly from?: string | undefined;
  /** As in `OpenOptions`. */
  readonly isDiskSame?: boolean;
}

/** Throws when TypeScript 7 can't start here or its process ends. */
export function openNative(
  ref: ProjectRef,
  why: string,
  notes: readonly ProjectNote[],
  { from, isDiskSame = false }: NativeOptions = {},
): NativeOpened {
  const session = NativeSession.current(from);
  let served = serveAll(session, ref);
  const own = ownTypeScript(ref.folder)?.version;
  const project = new NativeProject(session, {
    configFile: served.configFile,
    shownConfigFile: ref.configFile,
    root: rootOf(ref),
    why,
    isDiskSame,
    ownTypeScript: own,
    notes: [...notes, ...replacedNote(ref, own, served.adaptation)],
    refresh: () => {
      served = serveAll(session, ref);
    },
    own: (files, roots) => ownFiles(ref, served.options, files, roots, served.tests),
    closed: () => {
      for (const file of served.files) session.serve(file, undefined, ref);
    },
  });
  const faults = project.optionFaults;
  for (const fault of faults)
    if (fault.code === typesMissing) project.addNote(missingTypes(ref.configFile, fault.text));
  return { project, unfit: faultOf(ref, project, faults, served.adaptation) };
}

interface Served {
  /** All whose text the session has in hand. */
  readonly files: readonly string[];
  readonly configFile: string;
  /** That the program goes without. */
  readonly tests: readonly string[];
  readonly options: Options & { readonly checkJs?: unknown };
  readonly adaptation: Adaptation;
}

function serveAll(session: NativeSession, ref: ProjectRef): Served {
  return ref.configFile === undefined ? serveLoose(session, ref) : serve(session, ref, ref.configFile);
}

/** Serves the configuration and all that it references: a referenced project's files resolve imports by its options. */
function serve(session: NativeSession, ref: ProjectRef, configFile: string, seen = new Set<string>()): Served {
  seen.add(configFile);
  const { json, references, isReadable } = readTsconfig(configFile);
  const files = references.flatMap((reference) =>
    seen.has(reference) ? [] : serve(session, ref, reference, seen).files,
  );
  const { options, fileNames } = session.parseFromDisk(configFile) as {
    options: Options;
    fileNames: readonly string[];
  };
  const adaptation = forNative(options, ownTypeScript(folderOf(configFile))?.version);
  // What can't be parsed is left to the compiler to read as well as it can.
  const isOwn = isReadable && configFile === ref.configFile;
  const { roots, tests } = isOwn ? withoutTests(ref, fileNames) : { roots: fileNames, tests: [] };
  if (isReadable && (tests.length || Object.keys(adaptation.overrides).length)) {
    const compilerOptions = { ...(json.compilerOptions as object | undefined), ...adaptation.overrides };
    const names = tests.length ? { files: roots, include: [] } : {};
    session.serve(configFile, JSON.stringify({ ...json, ...names, compilerOptions }), ref);
  }
  return { configFile, tests, options, adaptation, files: [configFile, ...files] };
}

/** Files without a tsconfig get one that only this session knows of. */
function serveLoose(session: NativeSession, ref: ProjectRef): Served {
  const configFile = `${ref.folder}/raceguard.loose.tsconfig.json`;
  const base = ref.base === undefined ? undefined : serve(session, ref, ref.base);
  const { roots, tests } = withoutTests(ref, ref.files ?? []);
  session.serve(
    configFile,
    JSON.stringify({
      ...(base ? { extends: base.configFile } : {}),
      compilerOptions: looseOptions(ref),
      files: roots,
      include: [],
    }),
    ref,
  );
  const { options } = session.parse(configFile) as { options: Options };
  const adaptation = base?.adaptation ?? { overrides: {}, replaced: [], callsNamespaces: false };
  return { configFile, tests, options, adaptation, files: [configFile, ...(base?.files ?? [])] };
}

function faultOf(
  ref: ProjectRef,
  project: NativeProject,
  faults: NativeProject['optionFaults'],
  adaptation: Adaptation,
): string | undefined {
  const removed = faults.find((fault) => optionRemoved.has(fault.code));
  if (removed) return removed.text;
  const caller = adaptation.callsNamespaces
    ? project.files.find((file) => !isTestOf(ref, file) && callsNamespace(file))
    : undefined;
  return caller && `${baseName(caller)} calls an \`import * as\`, which TypeScript 7 types as any`;
}

/** Only where `esModuleInterop` is off may a namespace be called; in TypeScript 7 that gives `any`. */
function callsNamespace(file: string): boolean {
  const text = read(file);
  for (const [, name = ''] of text.matchAll(/\bimport\s+\*\s+as\s+([\p{ID_Start}$_][\p{ID_Continue}$]*)\s+from\b/gu)) {
    if (new RegExp(`(?<![.\\w$])${name.replaceAll('$', '\\$')}\\s*(?:<[^()]*>)?\\(`).test(text)) return true;
  }
  return false;
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

function replacedNote(ref: ProjectRef, own: string | undefined, { replaced }: Adaptation): ProjectNote[] {
  if (!replaced.length || ref.configFile === undefined) return [];
  const as = own === undefined ? '' : ` as TypeScript ${own} reads it`;
  const message = `${baseName(ref.configFile)} is taken${as}, in terms of TypeScript 7: ${replaced.join(', ')}. Nothing needs to be done.`;
  return [{ level: 'info', file: ref.configFile, message }];
}
