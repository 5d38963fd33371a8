/** Where the editor tests keep what they make; all of it is outside the repository's history. */
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
/** Kept from run to run: the editor itself. */
export const work = join(root, '.vscode-test');
export const screenshots = join(work, 'screenshots');
/** Those that the README shows; written only when asked. */
export const shownScreenshots = join(root, 'docs', 'screenshots');
