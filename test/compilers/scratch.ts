/** Projects that a test writes itself: for bytes that version control may change, and for files that change or vanish. */
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { folderOf, slashes } from '../../src/compilers/paths.ts';

const work = fileURLToPath(new URL('../.work/', import.meta.url));
const made: string[] = [];

/** A new folder with these files, inside this repository so that its packages are found, or outside of it. */
export function scratch(files: Readonly<Record<string, string>>, options: { outside?: boolean } = {}): string {
  mkdirSync(work, { recursive: true });
  const folder = slashes(realpathSync(mkdtempSync(`${options.outside ? `${tmpdir()}/` : work}raceguard-`)));
  made.push(folder);
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(folderOf(`${folder}/${name}`), { recursive: true });
    writeFileSync(`${folder}/${name}`, text);
  }
  return folder;
}

export function removeScratch(): void {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true });
}
