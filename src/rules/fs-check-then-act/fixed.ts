import { existsSync } from 'node:fs';
import { access, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { FileLock } from '@raceguard/runtime/node';

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
    return new FileLock(`${folder}.lock`).runExclusive(async () => {
      if (!(await exists(folder))) {
        await clone(url, folder);
      }
      return folder;
    });
  }

  private async refresh(name: string, url: string): Promise<void> {
    const folder = join(this.root, name);
    await new FileLock(`${folder}.lock`).runExclusive(async () => {
      const isThere = await exists(folder);
      try {
        await (isThere ? update(folder) : clone(url, folder));
      } catch (error) {
        await rm(folder, { recursive: true, force: true });
        throw error;
      }
    });
  }

  private async settings(): Promise<string> {
    const path = join(this.root, 'settings.json');
    if (!existsSync(path)) {
      try {
        await writeFile(path, '{}', { encoding: 'utf8', flag: 'wx' });
      } catch (error) {
        if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
      }
    }
    return path;
  }

  private async create(name: string, text: string): Promise<void> {
    const path = join(this.root, name);
    if (await exists(path)) throw new Error(`${name} is there already`);
    await writeFile(path, text, { flag: 'wx' });
  }

  private async folder(name: string): Promise<string> {
    const path = join(this.root, name);
    try {
      await access(path);
    } catch {
      await mkdir(path, { recursive: true });
    }
    return path;
  }

  private async forget(name: string): Promise<void> {
    const path = join(this.root, name);
    if (await exists(path)) await rm(path, { force: true });
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
