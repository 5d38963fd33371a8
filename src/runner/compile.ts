/** Compiles programs with esbuild: in a checkout when they are run, for the package when it is built. */
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { extname, join } from 'node:path';
import type { Loader } from 'esbuild';
import type { Load } from '../scenarios/drive.ts';
import { loadOf } from './load.ts';

/** Not imported: what is shipped has no esbuild. */
const esbuild = (): typeof import('esbuild') => createRequire(import.meta.url)('esbuild');

/**
 * @param file TypeScript or JavaScript, ES module or CommonJS
 * @param text of the file, instead of what it holds
 */
export function loaderOf<Subject>(file: string, text = readFileSync(file, 'utf8')): Load<Subject> {
  const code = new Map<string, string>([[file, commonJs(file, text).code]]);
  return loadOf(file, (path) => {
    const found = code.get(path) ?? commonJs(path, readFileSync(path, 'utf8')).code;
    code.set(path, found);
    return found;
  });
}

/** CommonJS, and its source map as JSON. */
export function commonJs(path: string, text: string): { readonly code: string; readonly map: string } {
  const loader = extname(path).replace(/^\.[cm]?/, '') as Loader;
  // Nothing may be minified or renamed: messages and schedules tell the names of the source.
  return esbuild().transformSync(text, {
    loader,
    format: 'cjs',
    target: 'es2022',
    sourcefile: path,
    sourcemap: 'external',
    sourcesContent: false,
  });
}

/**
 * Makes modules of their own of a scenario's programs, for real processes and threads: `unsafe.mjs`, `safe.mjs`, and
 * `<name>.worker.mjs` for each `<name>.worker.ts` in its folder.
 *
 * @param root of the checkout
 * @param folder of the scenario
 * @param into where they are written
 */
export async function bundleReal(root: string, folder: string, into: string): Promise<void> {
  const workers = readdirSync(folder).filter((name) => name.endsWith('.worker.ts'));
  await esbuild().build({
    entryPoints: ['unsafe.ts', 'safe.ts', ...workers].map((name) => join(folder, name)),
    outdir: into,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    logLevel: 'warning',
    alias: {
      '@raceguard/runtime': join(root, 'runtime/src/index.ts'),
      '@raceguard/runtime/node': join(root, 'runtime/src/node/index.ts'),
    },
  });
}
