import { Mutex } from '@raceguard/runtime';

declare function book(slot: number): Promise<void>;

/** What is read is used in front of the lock, too: the read cannot move under it. */
export class Agenda {
  private readonly mutex = new Mutex();
  private slot = 0;

  constructor(source: EventTarget) {
    source.addEventListener('skip', () => this.skip());
    source.addEventListener('pass', () => this.pass());
  }

  private async skip(): Promise<void> {
    const slot = this.slot;
    console.log(slot);
    await this.mutex.runExclusive(async () => {
      await book(slot);
      this.slot = slot + 2;
//    ^^^^^^^^^^^^^^^^^^^^ RG103 `this.slot` is written from a value read before `this.mutex.runExclusive(…)`
    });
  }

  private pass(): Promise<number> {
    const slot = this.slot;
    return this.mutex
      .runExclusive(async () => {
        await book(slot);
        this.slot = slot + 1;
//      ^^^^^^^^^^^^^^^^^^^^ RG103 `this.slot` is written from a value read before
      })
      .then(() => slot);
  }
}
