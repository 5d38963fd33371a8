import { appendFile } from 'node:fs/promises';
import { TaskRegistry } from '@raceguard/runtime';

/** Writes are started where they happen, and flushed at the end of a request. */
export class Journal {
  #writes = new TaskRegistry();

  write(line: string): void {
    void this.#writes.track(appendFile('journal.log', line).catch((error: unknown) => console.error(error)));
  }

  async flush(): Promise<void> {
    if (this.#writes.size === 0) return;
    await this.#writes.idle();
  }
}

export class Outbox {
  private readonly sending = new TaskRegistry();

  send(url: string): void {
    void this.sending.track(fetch(url).catch(() => undefined));
  }

  async settle(): Promise<void> {
    await this.sending.idle();
  }
}
