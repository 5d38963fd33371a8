/** Paths are absolute with forward slashes inside, and relative to the working directory on the way out. */
import { isAbsolute, relative, resolve } from 'node:path';

export function slashed(path: string): string {
  return path.replaceAll('\\', '/');
}

export function absolute(cwd: string, path: string): string {
  return slashed(resolve(cwd, path));
}

/** Relative to `from`, with forward slashes; `../x` for what lies beside it. */
export function shown(from: string, path: string): string {
  const rel = slashed(relative(from, path));
  return rel === '' ? '.' : isAbsolute(rel) ? slashed(path) : rel;
}

/** `path` is `folder` or in it. */
export function isWithin(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith('/') ? folder : `${folder}/`);
}
