// Whether dist/ must be built again. Only a checkout has sources to compare with.
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** The bundle is missing, or older than a source, a dependency's version or the way it is built. */
export function isStale(root) {
  const built = modified(join(root, 'dist', 'cli.js'));
  const inputs = ['src', 'runtime/src', 'runtime/package.json', 'esbuild.mjs', 'scripts/scenarios.ts', 'package.json'];
  return built === undefined || inputs.some((input) => isNewer(join(root, input), built));
}

function isNewer(path, than) {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (!stats) return false;
  if (!stats.isDirectory()) return stats.mtimeMs > than;
  return readdirSync(path).some((name) => isNewer(join(path, name), than));
}

function modified(path) {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs;
}
