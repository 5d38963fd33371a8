import { Mutex } from '@raceguard/runtime';

declare function book(slot: number): Promise<void>;

/** What is read in front of the lock decides nothing that is written under it. */
export class Agenda {
  private readonly mutex = new Mutex();
  private slot = 0;
  private busy = false;

  constructor(source: EventTarget) {
    source.addEventListener('book', () => this.book());
    source.addEventListener('skip', () => this.skip());
    source.addEventListener('clear', () => this.clear());
  }

  private async book(): Promise<void> {
    console.log(this.slot);
    await this.mutex.runExclusive(async () => {
      const slot = this.slot;
      await book(slot);
      this.slot = slot + 1;
    });
  }

  /** Read again. */
  private async skip(): Promise<void> {
    const before = this.slot;
    await this.mutex.runExclusive(async () => {
      if (before !== this.slot) return;
      this.slot = before + 1;
    });
  }

  private async clear(): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    const slot = this.slot;
    await this.mutex.runExclusive(async () => {
      await book(slot);
      this.slot = 0;
    });
    this.busy = false;
  }
}
