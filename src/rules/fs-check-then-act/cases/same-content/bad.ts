import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { access, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

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
    await writeFile(path, `# ${name}\n\n${text}\n`);
    //    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ RG201 `path` was not there at `exists(path)`
  }

  /** Whoever asks may write to it at once. */
  private async title(): Promise<string> {
    const path = join(this.root, 'title');
    if (!(await exists(path))) await writeFile(path, 'Recipes');
    //                               ^^^^^^^^^^^^^^^^^^^^^^^^^^ RG201 `path` was not there at `exists(path)`
    return path;
  }

  /** Of two one alone is to be told that it is his. */
  private async mark(name: string): Promise<boolean> {
    const path = join(this.root, `${name}.taken`);
    if (await exists(path)) return false;
    await writeFile(path, '');
    //    ^^^^^^^^^^^^^^^^^^^ RG201 `path` was not there at `exists(path)`
    return true;
  }

  /** Another writes to it as well. */
  private async list(): Promise<void> {
    const path = join(this.root, 'list');
    if (!(await exists(path))) await writeFile(path, '# All of them\n');
    //                               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ RG201 `path` was not there at `exists(path)`
  }

  private async fill(text: string): Promise<void> {
    await writeFile(join(this.root, 'list'), text);
  }

  /** The hash is that of another text. */
  private async keep(name: string, text: string): Promise<void> {
    const path = join(this.root, createHash('sha256').update(name).digest('hex'));
    if (!existsSync(path)) await writeFile(path, text);
    //                           ^^^^^^^^^^^^^^^^^^^^^ RG201 `path` was not there at `existsSync(path)`
  }

  /** One path for many names. */
  private async label(name: string): Promise<void> {
    const path = join(this.root, name.startsWith('_') ? 'hidden' : name);
    if (await exists(path)) throw new Error('There is one.');
    await writeFile(path, `# ${name}\n`);
//        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ RG201 `path` was not there at `exists(path)`
  }

  /** It asks whether there is one, not how old it is. */
  private async index(text: string): Promise<void> {
    const path = join(this.root, 'index');
    const isThere = await stat(path).then(
      (stats) => stats.size > 0,
      () => false,
    );
    if (!isThere) await writeFile(path, text);
    //                  ^^^^^^^^^^^^^^^^^^^^^ RG201 `path` was not there at `stat(path)`
  }
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
