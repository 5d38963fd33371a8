import { existsSync } from 'node:fs';
import { unlink, writeFile } from 'node:fs/promises';

declare function report(waiting: number): void;

/** What takes the lock does more than that: what of it has to stay can't be told. */
export class CountingLock {
  waiting = 0;
  private readonly path: string;

  constructor(path: string) {
    this.path = path;
  }

  async acquire(): Promise<void> {
    this.waiting++;
    report(this.waiting);
    while (existsSync(this.path)) await new Promise((resolve) => setTimeout(resolve, 50));
    await writeFile(this.path, String(process.pid));
//        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ RG202 `this.path` is no lock
    this.waiting--;
  }

  async release(): Promise<void> {
    await unlink(this.path);
  }
}
