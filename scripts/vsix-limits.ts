import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { pluginName } from '../src/protocol/plugin.ts';

/**
 * Bytes that files and folders of the extension may have, by path in its package. The bundles are read before a first
 * finding can come; the scenarios are what is installed and mostly not used.
 */
export const limits: Readonly<Record<string, number>> = {
  'dist/extension.cjs': 200_000,
  'dist/panel/panel.js': 100_000,
  'dist/scenarios': 600_000,
  // 528 KB take TypeScript's server 18 ms to load.
  [`node_modules/${pluginName}/index.js`]: 528 * 1024,
};

/** Bytes of a file, or of all files in a folder. */
export function sizeOf(path: string): number {
  const stats = statSync(path);
  if (!stats.isDirectory()) return stats.size;
  return readdirSync(path).reduce((sum, name) => sum + sizeOf(join(path, name)), 0);
}
