/** The pictures that stand in pages: up to date, small, there, and told in words to those who do not see them. */
import { deepEqual, ok } from 'node:assert/strict';
import { existsSync, globSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stalePictures } from '../../scripts/pictures.ts';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const drawings = globSync('docs/{scenarios,rules}/*.svg', { cwd: root }).map((path) => join(root, path));

describe('npm run pictures', () => {
  it('would change nothing', async function () {
    this.timeout(60_000);
    deepEqual(await stalePictures(), [], 'Run `npm run pictures` and commit what it writes.');
  });

  it('draws pictures that stay small', () => {
    ok(drawings.length > 0);
    for (const file of drawings) ok(statSync(file).size < 15_000, `${file} is too large`);
  });

  it('draws what a page shows, with words for it', () => {
    const shown = new Set<string>();
    for (const page of globSync(['README.md', 'src/*/*/*.md'], { cwd: root })) {
      for (const [, alt, path] of readFileSync(join(root, page), 'utf8').matchAll(/!\[([^\]]*)\]\(([^)]+\.svg)\)/g)) {
        const file = join(root, dirname(page), path!);
        ok(existsSync(file), `${page} shows ${path}, which is not there`);
        ok(alt!.length > 40, `${page}: say in words what ${path} shows`);
        shown.add(file);
      }
    }
    deepEqual(
      drawings.filter((file) => !shown.has(file)),
      [],
    );
  });
});
