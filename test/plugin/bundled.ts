/** The plugin made from another entry than its own: with rules that a test brings. */
import { mkdirSync } from 'node:fs';
import { build } from 'esbuild';
import { pluginName } from '../../src/protocol/plugin.ts';
import { scratch } from '../compilers/scratch.ts';

/** A folder that has the plugin in its `node_modules`. */
export async function bundled(entry: string): Promise<string> {
  const folder = scratch({});
  const outfile = `${folder}/node_modules/${pluginName}/index.js`;
  mkdirSync(`${folder}/node_modules/${pluginName}`, { recursive: true });
  await build({
    stdin: { contents: entry, resolveDir: new URL('../..', import.meta.url).pathname, loader: 'ts' },
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    mainFields: ['module', 'main'],
    define: { RACEGUARD_VERSION: '"test"' },
    footer: { js: 'module.exports = module.exports.init;' },
    logLevel: 'error',
  });
  return folder;
}
