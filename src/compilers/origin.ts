/** Where a symbol comes from: the package, Node module or library that declares it. */
import { isBuiltin } from 'node:module';
import type { DeclarationKey } from '../core/answers.ts';
import type { TypeSystem } from './typing.ts';

/**
 * `lib` for TypeScript's own libraries, `node:fs` for a member of a Node module, the package's name for a dependency
 * (`@types/ws` is `ws`; Node's globals are `node`), undefined for the project's own code.
 */
export function packageOf<T, S>(system: TypeSystem<T, S>, symbol: S): string | undefined {
  const file = system.declarations(symbol)[0]?.file;
  if (!file) return undefined;
  if (system.isLibrary(file)) return 'lib';
  const name = packageOfPath(file);
  if (name === 'node' || name === 'bun-types') {
    const module = ambientModule(system, symbol);
    return module && isBuiltin(module) ? nodeModule(module) : name;
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

/** The declaration that names a symbol best: a function's implementation, else the first. */
export function declarationKeys<T, S>(system: TypeSystem<T, S>, symbol: S): readonly DeclarationKey[] {
  const all = system.declarations(symbol);
  if (all.length < 2) return all;
  const implementation = all.findIndex((d) => !d.file.endsWith('.d.ts') && d.hasBody());
  const first = all[implementation];
  return first && implementation > 0 ? [first, ...all.filter((d) => d !== first)] : all;
}

/** `@scope/name` of `@scope/name/deep/file`; undefined for a relative specifier or a package's own `#import`. */
export function packageOfSpecifier(specifier: string): string | undefined {
  if (/^[./#]/.test(specifier)) return undefined;
  const [first = '', second] = specifier.split('/');
  return first.startsWith('@') && second ? `${first}/${second}` : first || undefined;
}
