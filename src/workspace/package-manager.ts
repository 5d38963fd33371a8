/** Which package manager a project uses, told by the files it keeps. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const lockfiles: Readonly<Record<string, string>> = {
  'pnpm-lock.yaml': 'pnpm',
  'yarn.lock': 'yarn',
  'bun.lock': 'bun',
  'bun.lockb': 'bun',
  'package-lock.json': 'npm',
  'npm-shrinkwrap.json': 'npm',
};

/**
 * `npm`, `pnpm`, `yarn` or `bun` for the package in `folder`: its `packageManager` field or lockfile, else those of a
 * workspaces root above it in the same repository, else `npm`.
 */
export function packageManager(folder: string): string {
  for (let at = folder, first = true; ; first = false) {
    const manifest = readManifest(at);
    if (first || manifest.workspaces !== undefined || existsSync(join(at, 'pnpm-workspace.yaml'))) {
      const named = /^(npm|pnpm|yarn|bun)@/.exec(String(manifest.packageManager))?.[1];
      const lock = Object.keys(lockfiles).find((name) => existsSync(join(at, name)));
      const found = named ?? lockfiles[lock ?? ''];
      if (found !== undefined) return found;
    }
    const parent = dirname(at);
    if (parent === at || existsSync(join(at, '.git'))) return 'npm';
    at = parent;
  }
}

function readManifest(folder: string): { packageManager?: unknown; workspaces?: unknown } {
  try {
    return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) ?? {};
  } catch {
    return {};
  }
}
