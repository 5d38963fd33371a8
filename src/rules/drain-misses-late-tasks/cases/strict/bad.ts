import { writeFile } from 'node:fs/promises';

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
    await Promise.all([...this.clients.values()].map((client) => client.close()));
    this.clients.clear();
//  ^^^^^^^^^^^^^^^^^^^^ RG314 `this.clients` is cleared here after awaiting a copy of it
  }
}

/** The same with an array of them. */
export class Disposables {
  private list: { dispose(): Promise<void> }[] = [];

  push(disposable: { dispose(): Promise<void> }): void {
    this.list.push(disposable);
  }

  async dispose(): Promise<void> {
    await Promise.all(this.list.map((disposable) => disposable.dispose()));
    this.list = [];
//  ^^^^^^^^^^^^^^ RG314 `this.list` is cleared here after awaiting a copy of it
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
    await writeFile('log', lines.join('\n'));
    this.#unsaved = [];
//  ^^^^^^^^^^^^^^^^^^ RG314 `this.#unsaved` is cleared here after awaiting a copy of it
  }
}

/** In strict mode it counts that somebody could start it again. */
export class Loops {
  private loops: Promise<void>[] = [];

  start(): void {
    this.loops.push(this.loop());
  }

  async stop(): Promise<void> {
    await Promise.all(this.loops);
    this.loops = [];
//  ^^^^^^^^^^^^^^^ RG314 `this.loops` is cleared here after awaiting a copy of it
  }

  private async loop(): Promise<void> {
    await fetch('https://example.com').catch(() => undefined);
  }
}
