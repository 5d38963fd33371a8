import { writeFile } from 'node:fs/promises';
import { TaskRegistry } from '@raceguard/runtime';

interface Client {
  close(): Promise<void>;
}

/** A client that connects while the others close is never closed. */
export class Clients {
  private readonly clients = new Map<string, Client>();

  async connect(name: string, open: () => Promise<Client>): Promise<void> {
    this.clients.set(name, await open());
  }

  async stop(): Promise<void> {
    const batch = [...this.clients.values()];
    this.clients.clear();
    await Promise.all(batch.map((client) => client.close()));
  }
}

/** The same with an array of them. */
export class Disposables {
  private list: { dispose(): Promise<void> }[] = [];

  push(disposable: { dispose(): Promise<void> }): void {
    this.list.push(disposable);
  }

  async dispose(): Promise<void> {
    const batch = this.list.map((disposable) => disposable.dispose());
    this.list = [];
    await Promise.all(batch);
  }
}

/** An entry that comes while the others are written is never written. */
export class Log {
  #unsaved: string[] = [];

  push(line: string): void {
    this.#unsaved.push(line);
  }

  async save(): Promise<void> {
    const lines = this.#unsaved.slice();
    this.#unsaved = [];
    await writeFile('log', lines.join('\n'));
  }
}

/** In strict mode it counts that somebody could start it again. */
export class Loops {
  private loops = new TaskRegistry();

  start(): void {
    void this.loops.track(this.loop());
  }

  async stop(): Promise<void> {
    await this.loops.idle();
  }

  private async loop(): Promise<void> {
    await fetch('https://example.com').catch(() => undefined);
  }
}
