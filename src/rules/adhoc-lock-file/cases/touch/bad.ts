import { existsSync } from 'node:fs';
import { unlink, writeFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** The path of the lock is made by replacing an extension; how long to wait is for the caller to say. */
export class FolderLock {
  private readonly file: string;

  constructor(folder: string) {
    this.file = folder.replace(extname(folder), '.lock');
  }

  async acquire(timeout = 60_000): Promise<void> {
    const deadline = Date.now() + timeout;
    while (existsSync(this.file)) {
      if (Date.now() > deadline) throw new Error(`${this.file} is taken`);
      await sleep(100);
    }
    await writeFile(this.file, '');
//        ^^^^^^^^^^^^^^^^^^^^^^^^ RG202 `this.file` is no lock
  }

  async release(): Promise<void> {
    await unlink(this.file).catch(() => {});
  }
}
