/** Where a symbol comes from: the package, Node module or library that declares it. */
import { isBuiltin } from 'node:module';
import type { DeclarationKey } from '../../core/answers.ts';
import { compareText } from '../paths.ts';
import type { TypeSystem } from './typing.ts';

/**
 * `lib` for TypeScript's own libraries, `node:fs` for a member of a Node module (its globals by the module that has them
 * too: `Buffer` is `node:buffer`; the rest `node`), the package's name for a dependency (`@types/ws` is `ws`), undefined
 * for the project's own code.
 */
export function packageOf<T, S>(system: TypeSystem<T, S>, symbol: S): string | undefined {
  const file = system.declarations(symbol)[0]?.file;
  if (!file) return undefined;
  if (system.isLibrary(file)) return 'lib';
  const name = packageOfPath(file);
  if (name === 'node' || name === 'bun-types') {
    const module = moduleOfFile(file) ?? ambientModule(system, symbol);
    return module && isBuiltin(nodeModule(module)) ? nodeModule(module) : name;
  }
  if (!name && file.endsWith('.d.ts')) return ambientModule(system, symbol);
  return name;
}

/** The package whose folder in node_modules holds the file; types packages stand for what they describe. */
export function packageOfPath(file: string): string | undefined {
  const at = file.lastIndexOf('/node_modules/');
  if (at < 0) return undefined;
  const [first = '', second = ''] = file.slice(at + '/node_modules/'.length).split('/');
  if (first === '@types') return second.includes('__') ? `@${second.replace('__', '/')}` : second;
  return first.startsWith('@') ? `${first}/${second}` : first;
}

/** `node:fs` for `fs` and for `node:fs`. */
export function nodeModule(specifier: string): string {
  return specifier.startsWith('node:') ? specifier : `node:${specifier}`;
}

/** The types of Node keep each module in a file of its name: `fs/promises` in `fs/promises.d.ts`. */
function moduleOfFile(file: string): string | undefined {
  const name = /\/@types\/node\/(.+)\.d\.ts$/.exec(file)?.[1];
  return name !== undefined && isBuiltin(nodeModule(name)) ? name : undefined;
}

/** The name of the `declare module "…"` around a symbol, or of the one it is. */
function ambientModule<T, S>(system: TypeSystem<T, S>, symbol: S): string | undefined {
  let at: S | undefined = symbol;
  for (let depth = 0; at && depth < 8; depth++) {
    const module = moduleName(system.symbolName(at));
    if (module !== undefined) return module;
    at = system.parent(at);
  }
  return undefined;
}

/** A module's symbol is named by its specifier in quotes; that of a file by its path, which is no specifier. */
export function moduleName(symbolName: string): string | undefined {
  if (!symbolName.startsWith('"')) return undefined;
  const name = symbolName.slice(1, -1);
  return name.startsWith('/') || /^[A-Za-z]:/.test(name) ? undefined : name;
}

/** The implementation of a function first, then the project's own declarations by place, then all others. */
export function declarationKeys<T, S>(system: TypeSystem<T, S>, symbol: S): readonly DeclarationKey[] {
  const all = system.declarations(symbol);
  if (all.length < 2) return all;
  // The compilers differ in their order for members of unions. Those of libraries are too dear to look at.
  const own = all.filter((d) => !d.file.endsWith('.d.ts') && packageOfPath(d.file) === undefined);
  const ranked = own.map((d) => ({ d, rank: d.hasBody() ? 0 : 1 }));
  ranked.sort((a, b) => a.rank - b.rank || compareText(a.d.file, b.d.file) || a.d.pos - b.d.pos);
  return [...ranked.map(({ d }) => d), ...all.filter((d) => !own.includes(d))];
}

/** `@scope/name` of `@scope/name/deep/file`; undefined for a relative specifier or a package's own `#import`. */
export function packageOfSpecifier(specifier: string): string | undefined {
  if (/^[./#]/.test(specifier)) return undefined;
  const [first = '', second] = specifier.split('/');
  return first.startsWith('@') && second ? `${first}/${second}` : first || undefined;
}
