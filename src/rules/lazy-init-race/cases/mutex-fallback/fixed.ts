import { Mutex } from '@raceguard/runtime';

interface Client {
  readonly closed: boolean;
  query(sql: string): Promise<string[]>;
  close(): Promise<void>;
}

declare function connect(url: string): Promise<Client>;
declare function report(message: string): void;

export class Clients {
  client: Client | undefined;
  private readonly clientMutex = new Mutex();
  protected spare: Client | undefined;
  private readonly spareMutex = new Mutex();
  static shared: Client | null = null;
  private static readonly sharedMutex = new Mutex();
  private leased: Client | undefined;
  private readonly leasedMutex = new Mutex();
  zoned: Client | undefined;
  private readonly zonedMutex = new Mutex();
  readonly #zone?: string;
  readonly guarded: { client?: Client } = {};
  private readonly guardedClientMutex = new Mutex();
  admin: Client | undefined;
  private readonly adminLock = new Mutex();

  constructor(zone: string | undefined) {
    if (zone !== undefined) this.#zone = zone;
  }

  /** The next statement only returns it. */
  async get(url: string): Promise<Client> {
    return this.clientMutex.runExclusive(async () => {
      if (!this.client) {
        this.client = await connect(url);
      }
      return this.client;
    });
  }

  /** The query itself need not wait for others. */
  async query(url: string, sql: string): Promise<string[]> {
    const client = await this.clientMutex.runExclusive(async () => {
      this.client ??= await connect(url);
      return this.client;
    });
    const rows = await client.query(sql);
    return rows;
  }

  async getSpare(url: string): Promise<Client> {
    return this.spareMutex.runExclusive(async () => {
      if (this.spare) {
        report('reused');
        return this.spare;
      }
      report('connecting');
      this.spare = await connect(url);
      return this.spare;
    });
  }

  static async getShared(): Promise<Client> {
    return Clients.sharedMutex.runExclusive(async () => (Clients.shared ??= await connect('shared')));
  }

  /** Another test than whether it is there. */
  async lease(url: string | undefined): Promise<string[]> {
    const leased = await this.leasedMutex.runExclusive(async () => {
      if (!this.leased || this.leased.closed) {
        if (!url) throw new Error('Where to?');
        this.leased = await connect(url);
      }
      return this.leased;
    });
    return leased.query('lease');
  }

  /** The test of the zone must stay with what relies on it. */
  async getZoned(): Promise<Client> {
    return this.zonedMutex.runExclusive(async () => {
      if (!this.#zone) throw new Error('No zone.');
      if (this.zoned) return this.zoned;
      this.zoned = await connect(this.#zone);
      return this.zoned;
    });
  }

  async getGuarded(): Promise<Client> {
    return this.guardedClientMutex.runExclusive(async () => {
      if (!this.guarded.client) this.guarded.client = await connect('guarded');
      return this.guarded.client;
    });
  }

  /** There is a lock for it already. */
  async getAdmin(): Promise<Client> {
    return this.adminLock.runExclusive(async () => {
      if (!this.admin) this.admin = await connect('admin');
      return this.admin;
    });
  }

  async replaceAdmin(): Promise<void> {
    await this.adminLock.runExclusive(async () => {
      await this.admin?.close();
      this.admin = await connect('admin');
    });
  }
}

export let exported: Client | undefined;
const exportedMutex = new Mutex();

export function getExported(): Promise<Client> {
  return exportedMutex.runExclusive(() => {
    if (exported) return Promise.resolve(exported);
    return connect('exported').then((client) => {
      exported = client;
      return client;
    });
  });
}
