/** What is installed for a project: its own TypeScript, and the packages that it lists. */
import { existsSync, readFileSync } from 'node:fs';
import type { ProjectNote } from '../compiler.ts';
import { upwards } from '../paths.ts';
import { leastOf, majorOf } from './versions.ts';

interface Manifest {
  readonly name?: string;
  readonly version?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

export interface OwnTypeScript {
  readonly version: string;
  /** Folder of the installed package; undefined where only a package.json names a version. */
  readonly folder: string | undefined;
}

/**
 * As the nearest node_modules has it; where that isn't what the nearest package.json that names TypeScript asks for (it
 * isn't installed yet, or belongs to a folder further out), as that says. Undefined where neither is found.
 */
export function ownTypeScript(folder: string): OwnTypeScript | undefined {
  let range: string | undefined;
  for (const at of upwards(folder)) {
    const { dependencies, devDependencies, peerDependencies } = manifest(at) ?? {};
    range ??= devDependencies?.typescript ?? dependencies?.typescript ?? peerDependencies?.typescript;
    const installed = `${at}/node_modules/typescript`;
    const { version } = manifest(installed) ?? {};
    if (version && (range === undefined || mayBe(range, version))) return { version, folder: installed };
  }
  const least = range === undefined ? undefined : leastOf(range);
  return least === undefined ? undefined : { version: least, folder: undefined };
}

/** `^5.4.0`, `~5.9` and `5.9.3` fix the major version; other ranges are taken to be met. */
function mayBe(range: string, version: string): boolean {
  return !/^[\^~]?\d[\w.-]*$/.test(range) || majorOf(leastOf(range) ?? version) === majorOf(version);
}

/**
 * A warning when packages whose types the sources may need aren't there. Tools for development are left aside, unless
 * nothing is installed at all.
 */
export function missingPackages(folder: string): ProjectNote | undefined {
  for (const at of upwards(folder)) {
    const own = manifest(at);
    if (!own) continue;
    const all = Object.keys({ ...own.dependencies, ...own.devDependencies });
    const file = `${at}/package.json`;
    if (!all.length) return undefined;
    if (isPlugAndPlay(at)) {
      return warning(
        file,
        'Yarn keeps the packages of this project in archives (Plug’n’Play), which Raceguard does not read.',
        'Set "nodeLinker: node-modules" in .yarnrc.yml and run yarn install.',
      );
    }
    const missing = all.filter((name) => !isInstalled(name, at));
    const missed =
      missing.length === all.length
        ? missing
        : missing.filter((n) => n in (own.dependencies ?? {}) || n.startsWith('@types/'));
    if (!missed.length) return undefined;
    const list = missed.slice(0, 3).join(', ');
    const more = missed.length > 3 ? ` and ${missed.length - 3} more` : '';
    return warning(
      file,
      `packages that package.json lists are not installed (${list}${more}).`,
      'Run npm install (or your package manager’s).',
    );
  }
  return undefined;
}

/** TypeScript's code for an entry of `types` that isn't installed. */
export const typesMissing = 2688;

/** `text`: as TypeScript words it. */
export function missingTypes(configFile: string | undefined, text: string): ProjectNote {
  const cause = text.split('\n')[0]?.replace(/\.$/, '');
  const message = `Findings may be missing: ${cause}. Run npm install, or take it out of \`types\`.`;
  return { level: 'warning', message, ...(configFile === undefined ? {} : { file: configFile }) };
}

function warning(file: string, cause: string, remedy: string): ProjectNote {
  return { level: 'warning', file, message: `Findings may be missing: ${cause} ${remedy}` };
}

function isInstalled(name: string, from: string): boolean {
  for (const at of upwards(from)) if (existsSync(`${at}/node_modules/${name}`)) return true;
  return false;
}

function isPlugAndPlay(from: string): boolean {
  for (const at of upwards(from)) {
    if (existsSync(`${at}/node_modules`)) return false;
    if (existsSync(`${at}/.pnp.cjs`)) return true;
  }
  return false;
}

function manifest(folder: string): Manifest | undefined {
  try {
    return JSON.parse(readFileSync(`${folder}/package.json`, 'utf8')) as Manifest;
  } catch {
    return undefined;
  }
}
