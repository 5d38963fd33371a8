import { Mutex } from '@raceguard/runtime';

interface Client {
  query(sql: string): Promise<string[]>;
  close(): Promise<void>;
}

declare function connect(url: string): Promise<Client>;

export class Clients {
  private readonly mutex = new Mutex();
  private client: Client | undefined;
  private readonly byName = new Map<string, Client>();

  /** Tested again under the lock. */
  async get(url: string): Promise<Client | undefined> {
    if (!this.client) {
      await this.mutex.runExclusive(async () => {
        if (!this.client) this.client = await connect(url);
      });
    }
    return this.client;
  }

  async named(name: string): Promise<Client> {
    const known = this.byName.get(name);
    if (known) return known;
    return this.mutex.runExclusive(async () => {
      const made = this.byName.get(name);
      if (made) return made;
      const client = await connect(name);
      this.byName.set(name, client);
      return client;
    });
  }
}
