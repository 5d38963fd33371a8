/**
 * Runs a program's module as often as it is asked to, each time with all its variables new, and with a world of the
 * caller's. It is compiled once, to the body of a function whose parameters are the names in that world.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, extname, join } from 'node:path';
import { compileFunction } from 'node:vm';
import { type Loader, transformSync } from 'esbuild';
import * as runtime from '../../../runtime/src/index.ts';
import type { Load, World } from './proof.ts';

const node = createRequire(import.meta.url);

/** Modules of Node that touch nothing outside of the program. */
const harmless = new Set(['assert', 'assert/strict', 'async_hooks', 'buffer', 'events', 'path', 'url', 'util']);

const defaults: World = {
  '@raceguard/runtime': runtime,
  console: new Proxy({}, { get: () => () => {} }),
  fetch: () => {
    throw new Error('The program calls `fetch`. Give it one that answers from memory: load({ fetch: t.wrap(…) }).');
  },
};

/**
 * @param file TypeScript or JavaScript, ES module or CommonJS
 * @param text of the file, instead of what it holds
 */
export function loaderOf<Subject>(file: string, text = readFileSync(file, 'utf8')): Load<Subject> {
  const code = new Map<string, string>([[file, commonJs(file, text)]]);
  const functions = new Map<string, (...args: unknown[]) => void>();

  function compiled(path: string, names: readonly string[]): (...args: unknown[]) => void {
    const key = `${path}\n${names}`;
    let made = functions.get(key);
    if (made === undefined) {
      if (!code.has(path)) code.set(path, commonJs(path, readFileSync(path, 'utf8')));
      made = compileFunction(`'use strict'; {${code.get(path)}}`, ['require', 'module', 'exports', ...names], {
        filename: path,
      }) as (...args: unknown[]) => void;
      functions.set(key, made);
    }
    return made;
  }

  return (given = {}) => {
    const world = { ...defaults, ...given };
    const names = Object.keys(world).filter((name) => /^[\p{L}$_][\p{L}\p{N}$_]*$/u.test(name));
    const modules = new Map<string, { exports: unknown }>();
    const run = (path: string): unknown => {
      let module = modules.get(path);
      if (module === undefined) {
        module = { exports: {} };
        modules.set(path, module);
        const values = names.map((name) => world[name]);
        compiled(path, names)((specifier: string) => found(specifier, path), module, module.exports, ...values);
      }
      return module.exports;
    };
    const found = (specifier: string, from: string): unknown => {
      if (specifier in world) return world[specifier];
      if (specifier.startsWith('.')) return run(join(dirname(from), specifier));
      const name = specifier.replace(/^node:/, '');
      if (name in world) return world[name];
      if (`node:${name}` in world) return world[`node:${name}`];
      if (harmless.has(name)) return node(`node:${name}`);
      throw new Error(
        `The program imports '${specifier}', which is not controlled. Give it one that works in memory (for files: MemoryDisk): ` +
          `load({ '${specifier}': { … } }).`,
      );
    };
    return run(file) as Subject;
  };
}

function commonJs(path: string, text: string): string {
  const loader = extname(path).replace(/^\.[cm]?/, '') as Loader;
  // Nothing may be minified or renamed: messages and schedules tell the names of the source.
  return transformSync(text, { loader, format: 'cjs', target: 'es2022', sourcefile: path }).code;
}
