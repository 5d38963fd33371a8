/** The packages of an npm, yarn or pnpm workspace. */
import { readFileSync } from 'node:fs';
import picomatch from 'picomatch/posix.js';

/** Globs of package folders, relative to the workspace's folder; none where it is no workspace. */
export function workspaceGlobs(folder: string): readonly string[] {
  return [...npmGlobs(read(`${folder}/package.json`)), ...pnpmGlobs(read(`${folder}/pnpm-workspace.yaml`))];
}

/** Does one of the globs name this folder (relative to the workspace's)? `!` takes back. */
export function isWorkspacePackage(globs: readonly string[], folder: string): boolean {
  let found = false;
  for (const glob of globs) {
    const taken = glob.startsWith('!');
    const pattern = glob.replace(/^!/, '').replace(/^\.\//, '').replace(/\/+$/, '');
    if (found === taken && picomatch.isMatch(folder, pattern, { dot: true })) found = !taken;
  }
  return found;
}

/** The fixed folders that the globs start with: a package may lie in one that is otherwise passed over. */
export function workspaceRoots(globs: readonly string[]): readonly string[] {
  const kept = globs.filter((glob) => !glob.startsWith('!'));
  return [...new Set(kept.map((glob) => picomatch.scan(glob.replace(/^\.\//, '')).base))];
}

function npmGlobs(text: string): readonly string[] {
  try {
    const { workspaces } = JSON.parse(text) as { workspaces?: readonly string[] | { packages?: readonly string[] } };
    const globs = Array.isArray(workspaces) ? workspaces : (workspaces as { packages?: readonly string[] })?.packages;
    return (globs ?? []).filter((glob) => typeof glob === 'string');
  } catch {
    return [];
  }
}

/** The list under `packages:`, which is all of the YAML that pnpm documents for it. */
function pnpmGlobs(text: string): readonly string[] {
  const lines = text.split(/\r?\n/);
  const start = lines.findIndex((line) => /^packages:\s*(?:#.*)?$/.test(line));
  if (start < 0) return [];
  const globs: string[] = [];
  for (const line of lines.slice(start + 1)) {
    const item = /^\s*-\s+(?:"([^"]*)"|'([^']*)'|([^#]*?))\s*(?:#.*)?$/.exec(line);
    if (item) globs.push(item[1] ?? item[2] ?? item[3] ?? '');
    else if (/^\S/.test(line)) break;
  }
  return globs.filter(Boolean);
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
