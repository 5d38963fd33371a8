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
    return this.mutex.runExclusive(async () => {
      const slot = this.slot;
      await book(slot);
      this.slot = slot + 1;
      return slot;
    });
  }

  private async note(text: string): Promise<void> {
    await this.mutex.runExclusive(async () => {
      const { notes } = this;
      await book(notes.length);
      this.notes = [...notes, text];
    });
  }

  private async log(path: string, line: string): Promise<void> {
    await withLock(path, async () => {
      const text = await readFile(path, 'utf8');
      await writeFile(path, `${text}\n${line}`);
    });
  }
}
