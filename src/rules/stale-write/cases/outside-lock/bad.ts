import { readFile, writeFile } from 'node:fs/promises';
import { Mutex } from '@raceguard/runtime';

declare function book(slot: number): Promise<void>;
declare function withLock<T>(name: string, run: () => Promise<T>): Promise<T>;

/** The lock covers the write, but not the read. */
export class Agenda {
  private readonly mutex = new Mutex();
  private slot = 0;
  private notes: string[] = [];

  constructor(source: EventTarget) {
    source.addEventListener('book', () => this.book());
    source.addEventListener('note', () => this.note('…'));
    source.addEventListener('log', () => this.log('agenda.log', '…'));
  }

  private async book(): Promise<number> {
    const slot = this.slot;
    return this.mutex.runExclusive(async () => {
      await book(slot);
      this.slot = slot + 1;
//    ^^^^^^^^^^^^^^^^^^^^ RG103 `this.slot` is written from a value read before `this.mutex.runExclusive(…)`: an update made meanwhile is lost. Read it under the lock.
      return slot;
    });
  }

  private async note(text: string): Promise<void> {
    const { notes } = this;
    await this.mutex.runExclusive(async () => {
      await book(notes.length);
      this.notes = [...notes, text];
//    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ RG103 `this.notes` is written from a value read before `this.mutex.runExclusive(…)`
    });
  }

  private async log(path: string, line: string): Promise<void> {
    const text = await readFile(path, 'utf8');
    await withLock(path, async () => {
      await writeFile(path, `${text}\n${line}`);
//          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ RG103 `writeFile(…)` writes back what `readFile(path, 'utf8')` read before: a change made in between is lost. Read it under the lock.
    });
  }
}
