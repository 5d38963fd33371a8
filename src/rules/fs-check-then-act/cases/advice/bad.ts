import { access, writeFile } from 'node:fs/promises';
import { ensureFile } from 'fs-extra';

export interface Bus {
  on(event: string, listener: (path: string, text: string) => Promise<void>): void;
}

export function wire(bus: Bus): void {
  bus.on('replace', (path, text) => put(path, text, true));
  bus.on('put', (path, text) => put(path, text, false));
  bus.on('make', (path, text) => make(path, text));
  bus.on('begin', (path, text) => begin(path, text));
}

/** With `wx` nothing would ever be replaced. */
async function put(path: string, text: string, replace: boolean): Promise<void> {
  if ((await exists(path)) && !replace) return;
  await writeFile(path, text);
  //    ^^^^^^^^^^^^^^^^^^^^^ RG201 `path` was not there at `exists(path)`, but may be by now: `writeFile(path, text)` overwrites what another caller has written. Hold a `FileLock` over both.
}

/** With `wx` it would fail each time. */
async function make(path: string, text: string): Promise<void> {
  if (await exists(path)) throw new Error('There is one.');
  await ensureFile(path);
  await writeFile(path, text);
  //    ^^^^^^^^^^^^^^^^^^^^^ RG201 `path` was not there at `exists(path)`, but may be by now: `writeFile(path, text)` overwrites what another caller has written. Hold a `FileLock` over both.
}

/** The flag belongs into the helper. */
async function begin(path: string, text: string): Promise<void> {
  if (await exists(path)) throw new Error('There is one.');
  await create(path, text);
  //    ^^^^^^^^^^^^^^^^^^ RG201 `path` was not there at `exists(path)`, but may be by now: `create(path, text)` overwrites what another caller has written. Use the flag `wx` in `create`, or a `FileLock`.
}

async function create(path: string, text: string): Promise<void> {
  await writeFile(path, text, 'utf8');
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
