#!/usr/bin/env node
// Runs the bundle. In a checkout where it is missing or older than the sources: the sources, or a fresh bundle.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import module from 'node:module';
import { fileURLToPath } from 'node:url';
import { isStale } from './stale.js';

module.enableCompileCache?.();

const root = new URL('../', import.meta.url);
const bundle = new URL('dist/cli.js', root);
const source = new URL('src/cli/cli.ts', root);

if (!existsSync(source) || !isStale(fileURLToPath(root))) await import(bundle.href);
else if (process.features.typescript && existsSync(new URL('node_modules/picomatch', root))) await import(source.href);
else {
  if (!existsSync(new URL('node_modules/esbuild', root))) {
    console.error('raceguard: this checkout has no packages yet. Run `npm ci` in it first.');
    process.exit(2);
  }
  execFileSync(process.execPath, ['esbuild.mjs'], { cwd: root, stdio: ['ignore', 2, 2] });
  await import(bundle.href);
}
