/** Files by the last part of the names that modules import them by: how two spellings of a path are told to mean one. */
import type { Facts } from './facts/facts.ts';

/** `pages` of `src/core/pages.ts` */
export function moduleNameOf({ tree }: Facts): string {
  return /([^/]*?)(\.[cm]?[jt]sx?)?$/.exec(tree.fileName)![1]!;
}

/** `./core/pages`, `@/core/pages.js`: it may be the file that is called so. */
export function mayName(specifier: string | undefined, name: string): boolean {
  return !!specifier?.replace(/\.[cm]?[jt]sx?$/, '').endsWith(`/${name}`);
}
