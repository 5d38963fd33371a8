import { readFileSync } from 'node:fs';
import type { Site } from '../../../runtime/src/testing/index.ts';

/** The line of code that stands there; `nowhere` for none. */
export function codeAt(site: Site | undefined): string {
  if (site === undefined) return 'nowhere';
  return (readFileSync(site.file, 'utf8').split('\n')[site.line - 1] ?? '').trim();
}
