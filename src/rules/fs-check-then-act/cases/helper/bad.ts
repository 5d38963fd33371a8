import { join } from 'node:path';
import { fileExists } from './exists.js';
import { fetchTo } from './fetch.js';

/** Test and act are both elsewhere. */
export class Models {
  private readonly folder: string;

  constructor(folder: string, bus: { on(event: string, listener: () => Promise<unknown>): void }) {
    this.folder = folder;
    bus.on('model', () => this.model());
  }

  private async model(): Promise<string> {
    const path = join(this.folder, 'model.bin');
    if (await fileExists(path)) return path;
    await fetchTo('https://models.example/model.bin', path);
//        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ RG201 `path` was not there at `fileExists(path)`
    return path;
  }
}
