import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

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
    const settings = JSON.parse(await readFile(path, 'utf8')) as Record<string, string>;
    settings[key] = value;
    await writeFile(path, JSON.stringify(settings));
    //    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ RG103 `writeFile(…)` writes back what `readFile(path, 'utf8')` read before
  }

  async remove(project: string, key: string): Promise<boolean> {
    const path = join(this.folder, `${project}.json`);
    let settings: Record<string, string> = {};
    try {
      settings = JSON.parse(await readFile(path, 'utf8'));
    } catch {
      return false;
    }
    delete settings[key];
    await writeFile(path, JSON.stringify(settings));
    //    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ RG103 `writeFile(…)` writes back what `readFile(path, 'utf8')` read before
    return true;
  }
}

declare const server: { on(event: 'touch', listener: (file: URL) => void): void };

server.on('touch', (file) => touch(file));

async function touch(file: URL): Promise<void> {
  const text = await readFile(file, 'utf8');
  await writeFile(file, `${text}\n`);
  //    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ RG103 `writeFile(…)` writes back what `readFile(file, 'utf8')` read before
}
