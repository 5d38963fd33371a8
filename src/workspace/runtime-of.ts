/** Whether the project of a fixed file has the `@raceguard/runtime` that its new import names. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { slashed } from './paths.ts';

const runtime = '@raceguard/runtime';

/** Folders of the nearest package.json (`cwd` where there is none) that lack it, each once. */
export function foldersWithoutRuntime(
  fixed: Iterable<{ file: string; before: string; after: string }>,
  cwd: string,
): string[] {
  const folders = new Set<string>();
  for (const { file, before, after } of fixed) {
    if (before.includes(runtime) || !after.includes(runtime)) continue;
    const folder = packageFolder(dirname(file)) ?? cwd;
    if (!hasRuntime(folder)) folders.add(slashed(folder));
  }
  return [...folders];
}

/** The package in `folder` lists the runtime, or finds it in a node_modules. */
export function hasRuntime(folder: string): boolean {
  return declares(folder) || resolves(folder);
}

export function packageFolder(folder: string): string | undefined {
  if (existsSync(join(folder, 'package.json'))) return folder;
  const parent = dirname(folder);
  return parent === folder ? undefined : packageFolder(parent);
}

function declares(folder: string): boolean {
  try {
    const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    return (
      manifest.name === runtime ||
      ['dependencies', 'devDependencies', 'peerDependencies', 'optionalDependencies'].some(
        (f) => manifest[f]?.[runtime],
      )
    );
  } catch {
    return false;
  }
}

function resolves(folder: string): boolean {
  if (existsSync(join(folder, 'node_modules', runtime, 'package.json'))) return true;
  const parent = dirname(folder);
  return parent !== folder && resolves(parent);
}
