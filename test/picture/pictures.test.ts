/** The pictures that stand in pages: up to date, small, there, and told in words to those who do not see them. */
import { deepEqual, ok } from 'node:assert/strict';
import { existsSync, globSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stalePictures } from '../../scripts/pictures.ts';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const folder = join(root, 'docs', 'scenarios');

describe('npm run pictures', () => {
  it('would change nothing', async function () {
    this.timeout(60_000);
    deepEqual(await stalePictures(), [], 'Run `npm run pictures` and commit what it writes.');
  });

  it('draws pictures that stay small', () => {
    for (const name of readdirSync(folder)) ok(statSync(join(folder, name)).size < 15_000, `${name} is too large`);
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
      readdirSync(folder).filter((name) => !shown.has(join(folder, name))),
      [],
    );
  });
});
