import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { KeyedMutex } from '@raceguard/runtime';

const fileMutex = new KeyedMutex<string>();

/** Keeps the settings of every project in a file of its own. */
export class Settings {
  private readonly folder: string;

  constructor(folder: string) {
    this.folder = folder;
  }

  watch(source: EventTarget): void {
    source.addEventListener('open', () => this.set('editor', 'opened', new Date().toISOString()));
    source.addEventListener('reset', () => this.remove('editor', 'opened'));
  }

  async set(project: string, key: string, value: string): Promise<void> {
    const path = join(this.folder, `${project}.json`);
    await fileMutex.runExclusive(path, async () => {
      const settings = JSON.parse(await readFile(path, 'utf8')) as Record<string, string>;
      settings[key] = value;
      await writeFile(path, JSON.stringify(settings));
    });
  }

  async remove(project: string, key: string): Promise<boolean> {
    const path = join(this.folder, `${project}.json`);
    return fileMutex.runExclusive(path, async () => {
      let settings: Record<string, string> = {};
      try {
        settings = JSON.parse(await readFile(path, 'utf8'));
      } catch {
        return false;
      }
      delete settings[key];
      await writeFile(path, JSON.stringify(settings));
      return true;
    });
  }
}

declare const server: { on(event: 'touch', listener: (file: URL) => void): void };

server.on('touch', (file) => touch(file));

async function touch(file: URL): Promise<void> {
  await fileMutex.runExclusive(String(file), async () => {
    const text = await readFile(file, 'utf8');
    await writeFile(file, `${text}\n`);
  });
}
