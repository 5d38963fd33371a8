/** A rule's documentation: one page beside the rule in a checkout, copied beside the bundle when built. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { packageRoot } from './package.ts';

function docsPath(rule: string): string | undefined {
  const source = join(packageRoot, 'src', 'rules', rule, 'docs.md');
  const built = join(packageRoot, 'dist', 'rules', `${rule}.md`);
  return [source, built].find((path) => existsSync(path));
}

const urls = new Map<string, string | null>();

/** A link that opens on this machine; null where a rule has no page. */
export function docsUrl(rule: string): string | null {
  let url = urls.get(rule);
  if (url === undefined) {
    const path = docsPath(rule);
    url = path ? pathToFileURL(path).href : null;
    urls.set(rule, url);
  }
  return url;
}

export function docsText(rule: string): string | undefined {
  const path = docsPath(rule);
  return path && readFileSync(path, 'utf8');
}
