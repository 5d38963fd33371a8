import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { access, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { FileLock } from '@raceguard/runtime/node';

export interface Bus {
  on(event: string, listener: (name: string, text: string) => Promise<unknown>): void;
}

export class Recipes {
  constructor(
    private readonly root: string,
    bus: Bus,
  ) {
    bus.on('card', (name, text) => this.card(name, text));
    bus.on('title', () => this.title());
    bus.on('mark', (name) => this.mark(name));
    bus.on('list', () => this.list());
    bus.on('fill', (_, text) => this.fill(text));
    bus.on('keep', (name, text) => this.keep(name, text));
    bus.on('label', (name) => this.label(name));
    bus.on('index', (_, text) => this.index(text));
  }

  /** What is in it comes with the call. */
  private async card(name: string, text: string): Promise<void> {
    const path = join(this.root, `${name}.md`);
    if (await exists(path)) throw new Error(`There is a card at ${path}.`);
    await writeFile(path, `# ${name}\n\n${text}\n`, { flag: 'wx' });
  }

  /** Whoever asks may write to it at once. */
  private async title(): Promise<string> {
    const path = join(this.root, 'title');
    return new FileLock(`${path}.lock`).runExclusive(async () => {
      if (!(await exists(path))) await writeFile(path, 'Recipes');
      return path;
    });
  }

  /** Of two one alone is to be told that it is his. */
  private async mark(name: string): Promise<boolean> {
    const path = join(this.root, `${name}.taken`);
    if (await exists(path)) return false;
    try {
      await writeFile(path, '', { flag: 'wx' });
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
      throw error;
    }
    return true;
  }

  /** Another writes to it as well. */
  private async list(): Promise<void> {
    const path = join(this.root, 'list');
    await new FileLock(`${path}.lock`).runExclusive(async () => {
      if (!(await exists(path))) await writeFile(path, '# All of them\n');
    });
  }

  private async fill(text: string): Promise<void> {
    await writeFile(join(this.root, 'list'), text);
  }

  /** The hash is that of another text. */
  private async keep(name: string, text: string): Promise<void> {
    const path = join(this.root, createHash('sha256').update(name).digest('hex'));
    await new FileLock(`${path}.lock`).runExclusive(async () => {
      if (!existsSync(path)) await writeFile(path, text);
    });
  }

  /** One path for many names. */
  private async label(name: string): Promise<void> {
    const path = join(this.root, name.startsWith('_') ? 'hidden' : name);
    if (await exists(path)) throw new Error('There is one.');
    await writeFile(path, `# ${name}\n`, { flag: 'wx' });
  }

  /** It asks whether there is one, not how old it is. */
  private async index(text: string): Promise<void> {
    const path = join(this.root, 'index');
    await new FileLock(`${path}.lock`).runExclusive(async () => {
      const isThere = await stat(path).then(
        (stats) => stats.size > 0,
        () => false,
      );
      if (!isThere) await writeFile(path, text);
    });
  }
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
