import { Mutex } from '@raceguard/runtime';

declare function post(id: number, text: string): Promise<void>;

export class Feed {
  private readonly mutex = new Mutex();
  private lastId = 0;

  constructor(source: EventTarget) {
    source.addEventListener('quote', () => this.quote('…'));
  }

  async sendAll(texts: readonly string[]): Promise<void> {
    await Promise.all(texts.map((text) => this.send(text)));
  }

  private async send(text: string): Promise<void> {
    await this.mutex.runExclusive(async () => {
      const id = this.lastId + 1;
      await post(id, text);
      this.lastId = id;
    });
  }

  private async quote(text: string): Promise<void> {
    const id = this.lastId + 1;
    await post(id, `> ${text}`);
    this.lastId = id;
//  ^^^^^^^^^^^^^^^^ RG103 `this.lastId` is written from a value read before `await post(…)`
  }
}
