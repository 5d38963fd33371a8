/** Opens a project in the compiler that suits it: TypeScript 7 where it can, classic TypeScript where it must. */
import type { ProjectRef } from './claims.ts';
import { classicParser, loadClassic } from './classic/load.ts';
import { openClassic } from './classic/open.ts';
import type { TypeScript } from './classic.ts';
import type { Project, ProjectNote } from './compiler.ts';
import { missingPackages } from './config/installed.ts';
import type { ConfigParser } from './config/parser.ts';
import { faultsOf, readTsconfig } from './config/tsconfig.ts';
import { type Discovery, discover } from './discover.ts';
import { type NativeOpened, openNative } from './native/open.ts';
import { NativeSession } from './native/session.ts';

export type CompilerChoice = 'auto' | 'native' | 'classic';

export interface OpenOptions {
  readonly compiler?: CompilerChoice;
  /** The classic TypeScript to run, such as the one that an editor ships. */
  readonly typescript?: TypeScript | undefined;
  /** The folder of the TypeScript 7 to run, such as the workspace's. Default: ours. */
  readonly native?: string | undefined;
  /** Why this compiler, for the user. */
  readonly why?: string | undefined;
  /** False: code of the workspace, its own TypeScript included, must not run. Default: true. */
  readonly trusted?: boolean;
  /** What was read for the project opened last holds for this one too. Default: files are looked at again. */
  readonly isDiskSame?: boolean;
}

/**
 * Opens what `discover` found, or `{ configFile, folder }`. Throws when the compiler asked for can't start, or when the
 * configuration can't be read at all; `auto` turns to classic TypeScript first.
 */
export function openProject(ref: ProjectRef, options: OpenOptions = {}): Project {
  const { compiler = 'auto', typescript, trusted = true } = options;
  const native = { from: options.native, isDiskSame: options.isDiskSame ?? false };
  const asked = options.why ?? 'asked for';
  const notes = [...(ref.notes ?? configFaults(ref)), ...[missingPackages(ref.folder)].filter((n) => n !== undefined)];
  const classic = (why: string) => openClassic(ref, why, notes, { typescript, trusted });
  if (compiler === 'classic') return classic(asked);
  if (compiler === 'native') {
    const { project, unfit } = openNative(ref, asked, notes, native);
    if (unfit !== undefined) project.addNote(unfitNote(ref, unfit));
    return project;
  }
  let opened: NativeOpened;
  try {
    opened = openNative(ref, options.why ?? 'default', notes, native);
  } catch (error) {
    return classic(`TypeScript 7 could not open it: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (opened.unfit === undefined) return opened.project;
  opened.project.dispose();
  return classic(opened.unfit);
}

function unfitNote(ref: ProjectRef, unfit: string): ProjectNote {
  const message = `Findings may be missing: ${unfit}. Let Raceguard choose the compiler, or ask for classic TypeScript.`;
  return { level: 'warning', message, ...(ref.configFile === undefined ? {} : { file: ref.configFile }) };
}

/** `discover` with the given compiler's reading of configurations. Paths may be relative to `cwd`. */
export function discoverProjects(
  paths: readonly string[],
  options: OpenOptions & { readonly cwd?: string } = {},
): Discovery {
  const { cwd } = options;
  return discover(paths, { parse: parserFor(options), ...(cwd === undefined ? {} : { cwd }) });
}

/** How the compiler of these options reads configurations. */
export function parserFor({ compiler = 'auto', typescript, native }: OpenOptions): ConfigParser {
  const classic = () => classicParser(typescript ?? loadClassic(undefined).ts);
  if (compiler === 'classic') return classic();
  try {
    NativeSession.current(native);
    return (configFile) => NativeSession.current(native).parse(configFile);
  } catch (error) {
    if (compiler === 'native') throw error;
    return classic();
  }
}

function configFaults(ref: ProjectRef): readonly ProjectNote[] {
  return ref.configFile === undefined ? [] : faultsOf(readTsconfig(ref.configFile));
}
