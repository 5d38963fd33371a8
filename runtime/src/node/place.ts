import { mkdirSync, readlinkSync, realpathSync, rmdirSync, statSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { join } from './names.ts';

/** Where a lock really is: two paths that lead to the same file give the same place. */
export interface Place {
  readonly folder: string;
  readonly base: string;
  readonly path: string;
  /** The first folder that had to be made for it. */
  readonly made: string | undefined;
}

/**
 * Follows symbolic links, also one that leads nowhere yet.
 *
 * @param make makes the folder if it is not there
 * @throws system errors; `ENOENT` if the folder is missing and not to be made
 */
export function placeOf(path: string, make: boolean): Place {
  let made: string | undefined;
  let at = path;
  for (let hops = 0; hops < 40; hops++) {
    if (make) made = remake(dirname(at)) ?? made;
    const folder = realpathSync.native(dirname(at));
    const base = basename(at);
    const target = linkTarget(join(folder, base));
    if (target === undefined) return { folder, base, path: join(folder, base), made };
    at = resolve(folder, target);
  }
  throw Object.assign(new Error(`too many symbolic links at ${path}`), { code: 'ELOOP' });
}

function linkTarget(path: string): string | undefined {
  try {
    return readlinkSync(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EINVAL' || code === 'ENOENT' || code === 'UNKNOWN') return undefined; // no link, or nothing there
    throw error;
  }
}

/**
 * Makes a folder and its parents; the first of them that was not there.
 *
 * One by one: on a read-only disk Node's recursive form says that something is missing.
 */
export function remake(folder: string): string | undefined {
  try {
    mkdirSync(folder);
    return folder;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return undefined;
    if (code !== 'ENOENT' || dirname(folder) === folder) throw error;
  }
  const first = remake(dirname(folder));
  const own = remake(folder);
  return first ?? own;
}

/** Removes the folders that were made for a lock which then could not be used, as far as they are empty. */
export function unmake(folder: string, made: string | undefined): void {
  if (made === undefined) return;
  for (let at = folder; at.length >= made.length; at = dirname(at)) {
    try {
      rmdirSync(at);
    } catch {
      return;
    }
  }
}
