/** How JSX is to be compiled, as the nearest tsconfig says. */
import { existsSync } from 'node:fs';
import type { JSXOptions } from 'jiti/static';
import { readTsconfig } from '../compilers/config/tsconfig.ts';
import { folderOf, slashes, upwards } from '../compilers/paths.ts';

interface CompilerOptions {
  readonly jsx?: string;
  readonly jsxImportSource?: string;
  readonly jsxFactory?: string;
  readonly jsxFragmentFactory?: string;
}

export function jsxOf(file: string): JSXOptions {
  const { jsx, jsxImportSource, jsxFactory, jsxFragmentFactory } = optionsAbove(file);
  // `preserve` leaves it to a bundler, which nowadays does this.
  if (jsx === undefined ? jsxFactory === undefined : !/^react(?:-native)?$/i.test(jsx)) {
    return { runtime: 'automatic', ...(jsxImportSource !== undefined && { importSource: jsxImportSource }) };
  }
  return {
    runtime: 'classic',
    ...(jsxFactory !== undefined && { pragma: jsxFactory }),
    ...(jsxFragmentFactory !== undefined && { pragmaFrag: jsxFragmentFactory }),
  };
}

function optionsAbove(file: string): CompilerOptions {
  for (const folder of upwards(folderOf(slashes(file)))) {
    const config = `${folder}/tsconfig.json`;
    if (existsSync(config)) return merged(config, new Set());
  }
  return {};
}

function merged(config: string, seen: Set<string>): CompilerOptions {
  if (seen.has(config)) return {};
  seen.add(config);
  const { json, extends: bases } = readTsconfig(config);
  return Object.assign({}, ...bases.map((base) => merged(base, seen)), json.compilerOptions);
}
