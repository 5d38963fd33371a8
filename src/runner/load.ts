/**
 * Runs a program's module as often as it is asked to, each time with all its variables new, and with a world of the
 * caller's. Its code is the body of a function whose parameters are the names in that world.
 */
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { compileFunction } from 'node:vm';
import * as runtime from '../../runtime/src/index.ts';
import type { Load, World } from '../scenarios/drive.ts';

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
 * @param file frames of its stacks name it, with the lines and columns of its code
 * @param codeOf CommonJS of that file, and of those that it imports by a relative path
 */
export function loadOf<Subject>(file: string, codeOf: (file: string) => string): Load<Subject> {
  const functions = new Map<string, (...args: unknown[]) => void>();

  function compiled(path: string, names: readonly string[]): (...args: unknown[]) => void {
    const key = `${path}\n${names}`;
    let made = functions.get(key);
    if (made === undefined) {
      // In a block, it may declare what the world has too; and its lines stay what they are.
      made = compileFunction(`'use strict'; {\n${codeOf(path)}\n}`, ['require', 'module', 'exports', ...names], {
        filename: path,
        lineOffset: -1,
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
