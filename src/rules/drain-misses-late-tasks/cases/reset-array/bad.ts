import { appendFile } from 'node:fs/promises';

/** Writes are started where they happen, and flushed at the end of a request. */
export class Journal {
  #writes: Promise<void>[] = [];

  write(line: string): void {
    this.#writes.push(appendFile('journal.log', line).catch((error: unknown) => console.error(error)));
  }

  async flush(): Promise<void> {
    if (this.#writes.length === 0) return;
    await Promise.all(this.#writes);
    this.#writes = [];
//  ^^^^^^^^^^^^^^^^^ RG314 `this.#writes` is cleared here after awaiting a copy of it
  }
}

export class Outbox {
  private readonly sending: Array<Promise<Response | undefined>> = [];

  send(url: string): void {
    const request = fetch(url).catch(() => undefined);
    this.sending.push(request);
  }

  async settle(): Promise<void> {
    for (const request of [...this.sending]) await request;
    this.sending.length = 0;
//  ^^^^^^^^^^^^^^^^^^^^^^^ RG314 `this.sending` is cleared here after awaiting a copy of it
  }
}
