import { execFile } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { access, mkdir, mkdtemp, readFile, rename, rm, stat, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { KeyedMutex } from '@raceguard/runtime';
import { FileLock } from '@raceguard/runtime/node';

declare function clone(url: string, folder: string): Promise<void>;

const run = promisify(execFile);

export interface Bus {
  on(event: string, listener: (name: string, text: string) => Promise<unknown>): void;
}

export class Workspace {
  private readonly root: string;
  private readonly locks = new KeyedMutex<string>();
  private pulled: Promise<string> | undefined;

  constructor(root: string, bus: Bus) {
    this.root = root;
    bus.on('pull', (name, url) => this.pull(name, url));
    bus.on('pull here', (name, url) => this.pullHere(name, url));
    bus.on('pull once', (name, url) => (this.pulled ??= this.pullOnce(name, url)));
    bus.on('pull alone', (name, url) => this.locks.runExclusive(name, () => this.pullAlone(name, url)));
    bus.on('settings', () => this.settings());
    bus.on('folder', (name) => this.folder(name));
    bus.on('forget', (name) => this.forget(name));
    bus.on('forget quietly', (name) => this.forgetQuietly(name));
    bus.on('temporary', (name, url) => this.temporary(name, url));
    bus.on('staged', (name, text) => this.staged(name, text));
    bus.on('read', (name) => this.read(name));
    bus.on('update', (name, url) => this.update(name, url));
    bus.on('save', (name, text) => this.save(name, text));
    bus.on('wait', (name, text) => this.other(name, text));
  }

  /** The lock covers both. */
  private async pull(name: string, url: string): Promise<string> {
    const folder = join(this.root, name);
    using _lock = await new FileLock(`${folder}.lock`).acquire();
    if (!existsSync(folder)) await clone(url, folder);
    return folder;
  }

  private async pullHere(name: string, url: string): Promise<void> {
    const folder = join(this.root, name);
    const lock = new FileLock(`${folder}.lock`).acquireSync();
    try {
      if (!existsSync(folder)) await clone(url, folder);
    } finally {
      lock.release();
    }
  }

  /** One attempt for all who ask at once. */
  private async pullOnce(name: string, url: string): Promise<string> {
    const folder = join(this.root, name);
    if (!existsSync(folder)) await run('git', ['clone', url, folder]);
    return folder;
  }

  private async pullAlone(name: string, url: string): Promise<void> {
    const folder = join(this.root, name);
    if (!existsSync(folder)) await run('git', ['clone', url, folder]);
  }

  /** Of two the file system lets one through. */
  private async settings(): Promise<string> {
    const path = join(this.root, 'settings.json');
    if (existsSync(path)) return path;
    await writeFile(path, '{}', { flag: 'wx' }).catch(() => {});
    return path;
  }

  private async folder(name: string): Promise<string> {
    const path = join(this.root, name);
    if (!existsSync(path)) await mkdir(path, { recursive: true });
    const inner = join(path, 'inner');
    try {
      await access(inner);
    } catch {
      await mkdir(inner).catch((error) => {
        if (error.code !== 'EEXIST') throw error;
      });
    }
    // Nobody comes in between within one step.
    const sync = join(path, 'sync');
    if (!existsSync(sync)) mkdirSync(sync);
    return path;
  }

  private async forget(name: string): Promise<void> {
    const path = join(this.root, name);
    if (existsSync(path)) await rm(path, { recursive: true, force: true });
  }

  private async forgetQuietly(name: string): Promise<void> {
    const path = join(this.root, name);
    try {
      if (await isFile(path)) await unlink(path);
    } catch {
      // It is gone.
    }
  }

  /** Nobody else knows this folder. */
  private async temporary(name: string, url: string): Promise<string> {
    const own = await mkdtemp(join(this.root, name));
    const folder = join(own, 'clone');
    try {
      if (!existsSync(folder)) await clone(url, folder);
    } catch (error) {
      await rm(own, { recursive: true, force: true });
      throw error;
    }
    return folder;
  }

  /** Made elsewhere, and put in place in one step: whoever comes second puts the same there. */
  private async staged(name: string, text: string): Promise<void> {
    const path = join(this.root, name);
    if (existsSync(path)) return;
    const temporary = `${path}.tmp-${process.pid}`;
    await writeFile(temporary, text);
    await rename(temporary, path);
  }

  /** What is only read is not made. */
  private async read(name: string): Promise<string> {
    const path = join(this.root, name);
    return (await isFile(path)) ? readFile(path, 'utf8') : '';
  }

  /** It works on what is there; that it is there stays so. */
  private async update(name: string, url: string): Promise<void> {
    const folder = join(this.root, name);
    if (!existsSync(folder)) throw new Error('Pull it first.');
    await run('git', ['fetch', url], { cwd: folder });
    await writeFile(join(folder, 'url'), url);
  }

  /** It is written either way. */
  private async save(name: string, text: string): Promise<void> {
    const path = join(this.root, name);
    if (!existsSync(path)) console.log('new', name);
    await writeFile(path, text);
  }

  /** Another file than the one that was looked for. */
  private async other(name: string, text: string): Promise<void> {
    if (existsSync(join(this.root, name))) await writeFile(join(this.root, `${name}.copy`), text);
    if (!existsSync(join(this.root, 'header'))) await writeFile(join(this.root, name), text);
  }
}

/** Nothing shows that two calls of it overlap. */
export async function ensureConfig(path: string): Promise<void> {
  if (!existsSync(path)) await writeFile(path, '{}');
}

/** Each has a file of its own. */
export function copyAll(names: readonly string[], folder: string): Promise<unknown> {
  return Promise.all(
    names.map(async (name) => {
      const path = join(folder, name);
      if (!(await isFile(path))) await writeFile(path, '');
    }),
  );
}

async function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
}
