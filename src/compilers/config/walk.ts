/** Folders under a folder, without those that hold no sources of the project's own. */
import { type Dirent, readdirSync } from 'node:fs';
import { compareText } from '../paths.ts';

const never = new Set(['node_modules', 'bower_components', 'jspm_packages', 'dist', 'coverage']);

export interface Listing {
  readonly folder: string;
  /** Names, in order. */
  readonly files: readonly string[];
}

/**
 * Parents first, in order of names. Left out: dependencies, hidden folders, `dist`, `coverage`, folders that `skip` names
 * (asked after the parent's listing was handed out), and links, which may lead round in circles.
 */
export function* walk(folder: string, skip: (folder: string) => boolean): Generator<Listing> {
  const entries = list(folder);
  yield { folder, files: entries.filter((e) => e.isFile()).map((e) => e.name) };
  for (const entry of entries) {
    if (!entry.isDirectory() || never.has(entry.name) || entry.name.startsWith('.')) continue;
    const child = folder === '/' ? `/${entry.name}` : `${folder}/${entry.name}`;
    if (!skip(child)) yield* walk(child, skip);
  }
}

function list(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).sort((a, b) => compareText(a.name, b.name));
  } catch {
    return [];
  }
}
