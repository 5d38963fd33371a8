import { posix } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { KeyedMutex, type LockHandle, type WaitOptions } from '../../runtime/src/index.ts';
import type { Trial } from '../../runtime/src/testing/index.ts';
import type { World } from '../scenarios/drive.ts';

/**
 * A disk in memory, for programs that check a path and then act on it. Each call of `node:fs/promises` is a step; those
 * of `node:fs` that end in `Sync` run at once. Whoever shares the disk is another process: `load(disk.world)` once for
 * each. It knows what such programs call, and throws for what it lacks.
 */
export class MemoryDisk {
  /** Texts of files by path; a folder is `null`. */
  readonly #entries = new Map<string, string | null>([['/', null]]);
  /** By path; what was there from the start is as old as can be. */
  readonly #changed = new Map<string, number>();
  readonly #locks = new KeyedMutex<string>();
  /** What is at the paths that are watched: where the timeline looks, and what was there last. */
  readonly #shown: Record<string, unknown> = {};
  readonly #last = new Map<string, unknown>();
  readonly #t: Trial;
  #made = 0;
  readonly world: World;

  /** @param files texts by absolute path, folders included as `null`; missing parents are made */
  constructor(t: Trial, files: Readonly<Record<string, string | null>> = {}) {
    this.#t = t;
    for (const [path, text] of Object.entries(files)) {
      this.mkdir(posix.dirname(path), { recursive: true });
      this.#entries.set(path, text);
    }
    const promises: Record<string, unknown> = {};
    const sync: Record<string, unknown> = { existsSync: (path: string) => this.exists(path), promises };
    for (const name of [
      'access',
      'stat',
      'lstat',
      'readFile',
      'readdir',
      'writeFile',
      'appendFile',
      'mkdir',
      'mkdtemp',
      'rename',
      'copyFile',
      'link',
      'unlink',
      'rmdir',
      'rm',
    ] as const) {
      const call = this[name].bind(this) as (...args: unknown[]) => unknown;
      promises[name] = t.wrap(call, { name });
      sync[`${name}Sync`] = call;
    }
    this.world = {
      'node:fs/promises': only('node:fs/promises', promises),
      'node:fs': only('node:fs', sync),
      '@raceguard/runtime/node': { FileLock: this.#fileLock() },
    };
  }

  /** Shows in the timeline who looks at the path and who changes it: the text of a file, the files in a folder. */
  watch(path: string, name = posix.basename(path)): void {
    this.#last.set(at(path), this.#shownAt(at(path)));
    this.#shown[at(path)] = this.#last.get(at(path));
    this.#t.watch(this.#shown, at(path), name);
  }

  exists(path: string): boolean {
    this.#looked(path);
    return this.#has(path);
  }

  access(path: string): void {
    this.#looked(path);
    this.#get('access', path);
  }

  stat(path: string) {
    this.#looked(path);
    const text = this.#get('stat', path);
    const mtimeMs = this.#changed.get(at(path)) ?? 0;
    return { size: text?.length ?? 0, mtimeMs, isFile: () => text !== null, isDirectory: () => text === null };
  }

  lstat(path: string) {
    return this.stat(path);
  }

  readFile(path: string): string {
    this.#looked(path);
    const text = this.#get('open', path);
    return text ?? fail('EISDIR', 'read', path);
  }

  readdir(path: string): string[] {
    this.#looked(path);
    if (this.#get('scandir', path) !== null) fail('ENOTDIR', 'scandir', path);
    return this.#inside(path)
      .filter((name) => !name.includes('/'))
      .sort();
  }

  writeFile(path: string, text: string, options?: string | { flag?: string }): void {
    const flag = (typeof options === 'object' ? options.flag : undefined) ?? 'w';
    if (this.#entries.get(at(path)) === null) fail('EISDIR', 'open', path);
    if (flag.includes('x') && this.#has(path)) fail('EEXIST', 'open', path);
    this.#put('open', path, flag.startsWith('a') ? `${this.#entries.get(at(path)) ?? ''}${text}` : `${text}`);
  }

  appendFile(path: string, text: string): void {
    this.writeFile(path, text, { flag: 'a' });
  }

  /** With `recursive` the first folder that was made. */
  mkdir(path: string, options?: { recursive?: boolean }): string | undefined {
    const parent = posix.dirname(at(path));
    if (!options?.recursive) {
      if (this.#has(path)) fail('EEXIST', 'mkdir', path);
      this.#put('mkdir', path, null);
      return undefined;
    }
    if (this.#entries.get(at(path)) === null) return undefined;
    if (this.#has(path)) fail('EEXIST', 'mkdir', path);
    const made = this.#has(parent) ? undefined : this.mkdir(parent, options);
    this.#put('mkdir', path, null);
    return made ?? at(path);
  }

  mkdtemp(prefix: string): string {
    const path = `${prefix}${String(++this.#made).padStart(6, '0')}`;
    this.mkdir(path);
    return path;
  }

  rename(from: string, to: string): void {
    const text = this.#get('rename', from);
    if (text === null && this.#inside(to).length > 0) fail('ENOTEMPTY', 'rename', from);
    const moved = this.#inside(from).map((name) => [name, this.#entries.get(at(`${from}/${name}`)) ?? null] as const);
    this.rm(from, { recursive: true });
    this.#put('rename', to, text);
    for (const [name, inner] of moved) this.#entries.set(at(`${to}/${name}`), inner);
    if (moved.length > 0) this.#wrote(to);
  }

  copyFile(from: string, to: string): void {
    this.writeFile(to, this.readFile(from));
  }

  /** The text is copied: nobody writes into a file that has two names. */
  link(from: string, to: string): void {
    this.writeFile(to, this.readFile(from), { flag: 'wx' });
  }

  unlink(path: string): void {
    if (this.#get('unlink', path) === null) fail('EPERM', 'unlink', path);
    this.#delete(path);
  }

  rmdir(path: string): void {
    if (this.#get('rmdir', path) !== null) fail('ENOTDIR', 'rmdir', path);
    if (this.#inside(path).length > 0) fail('ENOTEMPTY', 'rmdir', path);
    this.#delete(path);
  }

  rm(path: string, options?: { recursive?: boolean; force?: boolean }): void {
    if (options?.force && !this.#has(path)) return;
    if (this.#get('rm', path) === null && !options?.recursive) fail('EISDIR', 'rm', path);
    for (const name of this.#inside(path)) this.#entries.delete(at(`${path}/${name}`));
    this.#delete(path);
  }

  #has(path: string): boolean {
    return this.#entries.has(at(path));
  }

  #get(call: string, path: string): string | null {
    const text = this.#entries.get(at(path));
    return text === undefined ? fail('ENOENT', call, path) : text;
  }

  #put(call: string, path: string, text: string | null): void {
    const parent = this.#entries.get(posix.dirname(at(path)));
    if (parent !== null) fail(parent === undefined ? 'ENOENT' : 'ENOTDIR', call, path);
    this.#entries.set(at(path), text);
    this.#changed.set(at(path), Date.now());
    this.#wrote(path);
  }

  #delete(path: string): void {
    this.#entries.delete(at(path));
    this.#wrote(path);
  }

  /** The watched paths that one is at or in. */
  #watchedOf(path: string): string[] {
    return [...this.#last.keys()].filter((watched) => `${at(path)}/`.startsWith(`${watched}/`));
  }

  #looked(path: string): void {
    for (const watched of this.#watchedOf(path)) void this.#shown[watched];
  }

  #wrote(path: string): void {
    for (const watched of this.#watchedOf(path)) {
      const shown = this.#shownAt(watched);
      // A folder in a folder changes nothing that is shown.
      if (watched !== at(path) && isDeepStrictEqual(shown, this.#last.get(watched))) continue;
      this.#last.set(watched, shown);
      this.#shown[watched] = shown;
    }
  }

  #shownAt(path: string): unknown {
    const text = this.#entries.get(path);
    if (text !== null) return text;
    return this.#inside(path).filter((name) => this.#entries.get(at(`${path}/${name}`)) !== null);
  }

  #inside(path: string): string[] {
    const folder = at(path) === '/' ? '/' : `${at(path)}/`;
    return [...this.#entries.keys()].flatMap((key) =>
      key !== '/' && key.startsWith(folder) ? [key.slice(folder.length)] : [],
    );
  }

  /**
   * What `FileLock` guarantees, of which its own tests are the proof: one owner at a time for a path, whichever process
   * asks; its file is there while it is held.
   */
  #fileLock(): unknown {
    const disk = this;
    return class FileLock {
      readonly path: string;

      constructor(path: string) {
        this.path = at(path);
      }

      async acquire(options?: WaitOptions): Promise<LockHandle> {
        return disk.#taken(this.path, await disk.#locks.acquire(this.path, options));
      }

      async tryAcquire(): Promise<LockHandle | undefined> {
        const handle = disk.#locks.tryAcquire(this.path);
        return handle && disk.#taken(this.path, handle);
      }

      async runExclusive<T>(fn: (lock: LockHandle) => T | PromiseLike<T>, options?: WaitOptions): Promise<T> {
        const handle = await this.acquire(options);
        try {
          return await fn(handle);
        } finally {
          handle.release();
        }
      }
    };
  }

  #taken(path: string, handle: LockHandle): LockHandle {
    this.mkdir(posix.dirname(path), { recursive: true });
    this.#entries.set(path, '');
    this.#wrote(path);
    let held = true;
    const release = () => {
      if (held) this.#delete(path);
      held = false;
      handle.release();
    };
    return { release, [Symbol.dispose]: release } as LockHandle;
  }
}

function at(path: string): string {
  return posix.resolve('/', String(path));
}

function fail(code: string, syscall: string, path: string): never {
  throw Object.assign(new Error(`${code}: ${syscall} '${path}'`), { code, syscall, path });
}

/** A module that says so when it lacks what the program calls. */
function only(name: string, exports: Record<string, unknown>): unknown {
  return new Proxy(exports, {
    get(target, key) {
      if (key in target || typeof key !== 'string' || key === 'default' || key === '__esModule')
        return target[key as string];
      throw new Error(`The disk in memory has no \`${key}\` of ${name}. Add it to src/runner/memory-disk.ts.`);
    },
  });
}
