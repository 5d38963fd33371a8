import { TaskRegistry } from '@raceguard/runtime';

declare function connect(url: string): Promise<{ close(): void }>;

/** It has a registry already. */
export class Feeds {
  readonly #tasks = new TaskRegistry();
  readonly #feeds = new Map<string, { close(): void }>();

  log(text: string): void {
    void this.#tasks.track(fetch('/log', { method: 'POST', body: text }));
  }

  follow(url: string): void {
    void this.#tasks.track(this.#connect(url));
  }

  async close(): Promise<void> {
    await this.#tasks.idle();
    for (const feed of this.#feeds.values()) feed.close();
    this.#feeds.clear();
  }

  async #connect(url: string): Promise<void> {
    this.#feeds.set(url, await connect(url));
  }
}
