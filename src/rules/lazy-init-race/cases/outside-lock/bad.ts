import { Mutex } from '@raceguard/runtime';

interface Client {
  query(sql: string): Promise<string[]>;
  close(): Promise<void>;
}

declare function connect(url: string): Promise<Client>;

/** Whoever waits for the lock has tested before, and does not look again. */
export class Clients {
  private readonly mutex = new Mutex();
  private client: Client | undefined;
  private readonly byName = new Map<string, Client>();

  async get(url: string): Promise<Client | undefined> {
    if (!this.client) {
    //   ^^^^^^^^^^^ RG101 `this.client` can be initialised twice: it is tested here and set only after `this.mutex.runExclusive(…)`. Test it again under the lock.
      await this.mutex.runExclusive(async () => {
        this.client = await connect(url);
      });
    }
    return this.client;
  }

  async named(name: string): Promise<Client> {
    const known = this.byName.get(name);
    if (known) return known;
    //  ^^^^^ RG101 `this.byName[name]` can be initialised twice
    return this.mutex.runExclusive(async () => {
      const client = await connect(name);
      this.byName.set(name, client);
      return client;
    });
  }
}
