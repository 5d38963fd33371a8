import { existsSync } from 'node:fs';
import { access, mkdir, rm, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

declare function clone(url: string, folder: string): Promise<void>;
declare function update(folder: string): Promise<void>;

export interface Bus {
  on(event: string, listener: (name: string, text: string) => Promise<unknown>): void;
}

export class Workspace {
  private readonly root: string;

  constructor(root: string, bus: Bus) {
    this.root = root;
    bus.on('pull', (name, url) => this.pull(name, url));
    bus.on('refresh', (name, url) => this.refresh(name, url));
    bus.on('settings', () => this.settings());
    bus.on('create', (name, text) => this.create(name, text));
    bus.on('folder', (name) => this.folder(name));
    bus.on('forget', (name) => this.forget(name));
  }

  private async pull(name: string, url: string): Promise<string> {
    const folder = join(this.root, name);
    if (!(await exists(folder))) {
      await clone(url, folder);
//          ^^^^^^^^^^^^^^^^^^ RG201 `folder` was not there at `exists(folder)`
    }
    return folder;
  }

  private async refresh(name: string, url: string): Promise<void> {
    const folder = join(this.root, name);
    const isThere = await exists(folder);
    try {
      await (isThere ? update(folder) : clone(url, folder));
//                                      ^^^^^^^^^^^^^^^^^^ RG201 `folder` was not there at `exists(folder)`
    } catch (error) {
      await rm(folder, { recursive: true, force: true });
//          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ RG201 `folder` is removed by `rm(…)` after a failure
      throw error;
    }
  }

  private async settings(): Promise<string> {
    const path = join(this.root, 'settings.json');
    if (!existsSync(path)) {
      await writeFile(path, '{}', 'utf8');
//          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ RG201 `path` was not there at `existsSync(path)`
    }
    return path;
  }

  private async create(name: string, text: string): Promise<void> {
    const path = join(this.root, name);
    if (await exists(path)) throw new Error(`${name} is there already`);
    await writeFile(path, text);
//        ^^^^^^^^^^^^^^^^^^^^^ RG201 `path` was not there at `exists(path)`
  }

  private async folder(name: string): Promise<string> {
    const path = join(this.root, name);
    try {
      await access(path);
    } catch {
      await mkdir(path);
//          ^^^^^^^^^^^ RG201 `path` was not there at `access(path)`
    }
    return path;
  }

  private async forget(name: string): Promise<void> {
    const path = join(this.root, name);
    if (await exists(path)) await unlink(path);
//                                ^^^^^^^^^^^^ RG201 `path` was there at `exists(path)`
  }
}

async function exists(path: string): Promise<boolean> {
  try {
    await access(path);
    return true;
  } catch {
    return false;
  }
}
