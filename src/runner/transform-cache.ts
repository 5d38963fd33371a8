/**
 * What was made of users' files, kept in `node_modules/.cache/raceguard` of their project: a program that needs a whole
 * application is run again and again, and most of it stays as it is. One entry a file; without `node_modules` nothing is
 * kept.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { TransformOptions } from 'jiti/static';
import { folderOf, slashes, upwards } from '../compilers/paths.ts';
import { version } from '../workspace/package.ts';

/** jiti's way to tell that a file does not parse. */
const FAULT = '__JITI_ERROR__';

export class TransformCache {
  readonly #folder: string | undefined;

  /** `file`: of the project whose cache it is. */
  constructor(file: string) {
    this.#folder = folderFor(file);
  }

  get(options: TransformOptions, make: () => string): string {
    const { filename } = options;
    if (this.#folder === undefined || filename === undefined) return make();
    const head = `// ${hash(JSON.stringify({ version, ...options }))}\n`;
    const path = join(this.#folder, `${basename(filename)}-${hash(filename).slice(0, 12)}.js`);
    const kept = read(path);
    if (kept?.startsWith(head)) return kept.slice(head.length);
    const code = make();
    if (!code.includes(FAULT)) write(path, head + code);
    return code;
  }
}

function folderFor(file: string): string | undefined {
  for (const folder of upwards(folderOf(slashes(file))))
    if (existsSync(join(folder, 'node_modules'))) return join(folder, 'node_modules', '.cache', 'raceguard');
  return undefined;
}

function hash(text: string): string {
  return createHash('sha1').update(text).digest('hex');
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

function write(path: string, text: string): void {
  try {
    mkdirSync(dirname(path), { recursive: true });
    // Whoever reads it meanwhile finds it whole.
    writeFileSync(`${path}.${process.pid}`, text);
    renameSync(`${path}.${process.pid}`, path);
  } catch {} // read-only, full: the next run makes it again
}
