/**
 * The one place that knows where TypeScript 7 keeps its API: `typescript/unstable/sync` in 7.0, `typescript/sync` from
 * 7.1 on. Loaded on first use, so that a host which never needs it (or doesn't ship it) pays nothing.
 */
import { createRequire } from 'node:module';
import type * as Ast from 'typescript/unstable/ast';
import type * as Sync from 'typescript/unstable/sync';

export type { Ast, Sync };

export interface NativeApi {
  readonly version: string;
  readonly sync: typeof Sync;
  readonly ast: typeof Ast;
}

/** By the folder of the package; ours under the empty name. */
const loaded = new Map<string, NativeApi>();

/**
 * `from`: the folder of an installed TypeScript 7, such as the workspace's; without it ours. Throws an Error that says
 * why when this platform or installation has none.
 */
export function loadNativeApi(from = ''): NativeApi {
  const known = loaded.get(from) ?? load(from);
  loaded.set(from, known);
  return known;
}

function load(from: string): NativeApi {
  // A package may import itself by its name, so this resolves there as it does here.
  const require = createRequire(from ? `${from}/package.json` : import.meta.url);
  const { version } = require('typescript') as { version: string };
  const stable = require('typescript/package.json').exports['./sync'] !== undefined;
  const at = stable ? 'typescript' : 'typescript/unstable';
  return { version, sync: require(`${at}/sync`), ast: require(`${at}/ast`) };
}
