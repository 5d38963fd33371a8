/** The file that the tests install: the very one that `npm run package` makes. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { isStale } from '../../bin/stale.js';
import { pack, stage } from '../../scripts/vsix.ts';
import { root, work } from './paths.ts';

let made: Promise<string> | undefined;

/** Returns its path; it is made once a run. */
export function packageExtension(): Promise<string> {
  made ??= make();
  return made;
}

async function make(): Promise<string> {
  if (isStale(root)) {
    const build = spawnSync(process.execPath, ['esbuild.mjs'], { cwd: root, encoding: 'utf8' });
    if (build.status !== 0) throw new Error(`The build failed:\n${build.stdout}${build.stderr}`);
  }
  return packed('extension', () => {});
}

/** Another package, of the same parts but for what `alter` does to them. */
export async function alteredPackage(name: string, alter: (folder: string) => void): Promise<string> {
  await packageExtension();
  return packed(name, alter);
}

async function packed(name: string, alter: (folder: string) => void): Promise<string> {
  const folder = join(work, 'packages', name);
  stage(folder);
  alter(folder);
  pack(folder, `${folder}.vsix`);
  return `${folder}.vsix`;
}
