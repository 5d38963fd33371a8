import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { access, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const HOUR = 3_600_000;

export interface Bus {
  on(event: string, listener: (name: string, text: string) => Promise<void>): void;
}

function cardFor(name: string): string {
  return `# ${name}\n\n- [ ] taste it\n`;
}

export class Recipes {
  constructor(
    private readonly root: string,
    private readonly isPlain: boolean,
    bus: Bus,
  ) {
    bus.on('card', (name) => this.card(name));
    bus.on('title', () => this.title());
    bus.on('keep', (_, text) => this.keep(text));
    bus.on('keep as', (contentHash, text) => this.keepAs(contentHash, text));
    bus.on('list', (_, text) => this.list(text));
    bus.on('index', (_, text) => this.index(text));
  }

  /** One name, one card. */
  private async card(name: string): Promise<void> {
    const file = this.isPlain ? `${name}.txt` : `${name}.md`;
    const path = join(this.root, file);
    if (await exists(path)) throw new Error(`There is a card at ${path}.`);
    const card = cardFor(name);
    await writeFile(path, card, 'utf8');
  }

  private async title(): Promise<void> {
    const path = join(this.root, 'title');
    if (!(await exists(path))) await writeFile(path, ['Recipes', 'of the house'].join('\n'));
  }

  /** Named by what is in it. */
  private async keep(text: string): Promise<void> {
    const name = createHash('sha256').update(text).digest('hex');
    const path = join(this.root, 'kept', name);
    if (!existsSync(path)) await writeFile(path, text);
  }

  private async keepAs(contentHash: string, text: string): Promise<void> {
    const path = `${this.root}/kept/${contentHash.slice(0, 16)}`;
    if (!existsSync(path)) await writeFile(path, text);
  }

  /** It is made anew every hour, whether or not one is there. */
  private async list(text: string): Promise<void> {
    const path = join(this.root, 'list');
    const isNew = await stat(path).then(
      (stats) => Date.now() - stats.mtimeMs < HOUR,
      () => false,
    );
    if (!isNew) await writeFile(path, text);
  }

  private async index(text: string): Promise<void> {
    const path = join(this.root, 'index');
    const stats = await stat(path).catch(() => undefined);
    if (stats && Date.now() - stats.mtimeMs < HOUR) return;
    await writeFile(path, text);
  }
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
