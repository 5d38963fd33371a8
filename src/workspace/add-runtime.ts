/** Puts the packed runtime into a project and its package.json, so that fixes can import it without a registry. */
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { Failure, reasonOf } from './failure.ts';
import { packageManager } from './package-manager.ts';
import { setDependency } from './set-dependency.ts';
import { readDiskText, replaceFile, unwritable } from './write-file.ts';

const runtime = '@raceguard/runtime';

/** Beside package.json, for the path in there is relative to it. The leading dot keeps it out of `include` globs. */
const folderName = '.raceguard';

// Many projects ignore *.tgz, which would leave a clone with a package.json that cannot be installed.
const gitignore = `# The packed ${runtime} that package.json points to. Commit this folder.
!*.tgz
`;

export interface AddedRuntime {
  /** The package.json that lists the runtime. */
  readonly packageJson: string;
  /** Where the packed runtime lies. */
  readonly tarball: string;
  /** Whether anything was written. `false` the second time. */
  readonly changed: boolean;
  /** To be run by the user in the project. */
  readonly installCommand: string;
}

/**
 * Copies `tarball` to `.raceguard/raceguard-runtime-<version>.tgz` beside the nearest package.json, from `projectDir`
 * upwards, and sets the dependency there. Does nothing the second time, nor in a project that takes the runtime from its
 * own tree (`workspace:`, `link:`).
 *
 * Whenever it is stopped, package.json points to a tarball that is there: the new one is in place before package.json
 * is replaced, and those of other versions go after.
 *
 * @throws Failure naming the file, the cause and the remedy; then package.json is as it was
 */
export function addRuntime(projectDir: string, opts: { tarball: string; version: string }): AddedRuntime {
  const packageJson = nearestManifest(resolve(projectDir));
  const project = dirname(packageJson);
  const { text, encode } = readManifest(packageJson);
  const packed = attempt(`${opts.tarball} can't be read`, 'Install or build Raceguard again.', () =>
    readFileSync(opts.tarball),
  );
  const tarball = join(project, folderName, `raceguard-runtime-${opts.version}.tgz`);
  const edited = setDependency(text, runtime, `file:${folderName}/raceguard-runtime-${opts.version}.tgz`);
  const installCommand = `${packageManager(project)} install`;
  if (edited === undefined) return { packageJson, tarball: opts.tarball, changed: false, installCommand };

  const obstacle = edited === text ? undefined : unwritable(packageJson);
  if (obstacle !== undefined) {
    throw new Failure(`${packageJson} can't be changed: ${obstacle}. Make it and its folder writable and try again.`);
  }
  let changed = edited !== text;
  const remedy = 'Make its folder writable and try again.';
  attempt(`${join(project, folderName)} can't be written`, remedy, () => {
    mkdirSync(join(project, folderName), { recursive: true });
    changed = writeOnce(join(project, folderName, '.gitignore'), Buffer.from(gitignore)) || changed;
    changed = writeOnce(tarball, packed) || changed;
  });
  if (edited !== text) {
    attempt(`${packageJson} can't be changed`, remedy, () => replaceFile(packageJson, encode(edited)));
  }
  changed = removeOthers(tarball) || changed;
  return { packageJson, tarball, changed, installCommand };
}

function nearestManifest(start: string): string {
  attempt(`${start} can't be searched`, 'Name the folder of a project.', () => readdirSync(start));
  for (let folder = start; ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'package.json'))) return join(folder, 'package.json');
    if (dirname(folder) === folder) {
      throw new Failure(`No package.json was found in ${start} or above it. Run \`npm init\` in the project first.`);
    }
  }
}

function readManifest(path: string): { text: string; encode: (text: string) => Buffer } {
  const remedy = 'Repair it and try again.';
  const disk = attempt(`${path} can't be read`, remedy, () => readDiskText(path));
  if (disk === undefined) throw new Failure(`${path} can't be read: it is not UTF-8. ${remedy}`);
  const manifest: unknown = attempt(`${path} can't be parsed`, remedy, () => JSON.parse(disk.text));
  if (!isObject(manifest)) throw new Failure(`${path} can't be used: it holds no object. ${remedy}`);
  for (const section of ['dependencies', 'devDependencies', 'optionalDependencies']) {
    if (manifest[section] !== undefined && !isObject(manifest[section])) {
      throw new Failure(`${path} can't be used: its "${section}" is no object. ${remedy}`);
    }
  }
  if (manifest.name === runtime) throw new Failure(`${path} is ${runtime} itself. Name another project.`);
  return disk;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether it had to be written. Nobody sees half a file. */
function writeOnce(path: string, bytes: Buffer): boolean {
  if (existsSync(path) && statSync(path).size === bytes.length && readFileSync(path).equals(bytes)) return false;
  const temporary = `${path}.${process.pid}.tmp`;
  try {
    writeFileSync(temporary, bytes);
    renameSync(temporary, path);
  } finally {
    rmSync(temporary, { force: true });
  }
  return true;
}

function removeOthers(tarball: string): boolean {
  const folder = dirname(tarball);
  const others = readdirSync(folder)
    .filter((name) => /^raceguard-runtime-.*\.tgz$/.test(name))
    .map((name) => join(folder, name))
    .filter((path) => path !== tarball);
  for (const path of others) {
    attempt(`${path} can't be removed`, 'Nothing needs it any more: remove it yourself.', () => rmSync(path));
  }
  return others.length > 0;
}

function attempt<T>(what: string, remedy: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    throw new Failure(`${what}: ${reasonOf(error)}. ${remedy}`);
  }
}
