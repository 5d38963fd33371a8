import { join } from 'node:path';
import { fileExists } from './exists.js';
import { fetchTo } from './fetch.js';
import { FileLock } from '@raceguard/runtime/node';

/** Test and act are both elsewhere. */
export class Models {
  private readonly folder: string;

  constructor(folder: string, bus: { on(event: string, listener: () => Promise<unknown>): void }) {
    this.folder = folder;
    bus.on('model', () => this.model());
  }

  private async model(): Promise<string> {
    const path = join(this.folder, 'model.bin');
    return new FileLock(`${path}.lock`).runExclusive(async () => {
      if (await fileExists(path)) return path;
      await fetchTo('https://models.example/model.bin', path);
      return path;
    });
  }
}
