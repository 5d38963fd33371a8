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
  protected spare: Client | undefined;
  static shared: Client | null = null;
  private leased: Client | undefined;
  zoned: Client | undefined;
  readonly #zone?: string;
  readonly guarded: { client?: Client } = {};
  admin: Client | undefined;
  private readonly adminLock = new Mutex();

  constructor(zone: string | undefined) {
    if (zone !== undefined) this.#zone = zone;
  }

  /** The next statement only returns it. */
  async get(url: string): Promise<Client> {
    if (!this.client) {
    //   ^^^^^^^^^^^ RG101 `this.client` can be initialised twice
      this.client = await connect(url);
    }
    return this.client;
  }

  /** The query itself need not wait for others. */
  async query(url: string, sql: string): Promise<string[]> {
    this.client ??= await connect(url);
//  ^^^^^^^^^^^ RG101 `this.client` can be initialised twice
    const rows = await this.client.query(sql);
    return rows;
  }

  async getSpare(url: string): Promise<Client> {
    if (this.spare) {
    //  ^^^^^^^^^^ RG101 `this.spare` can be initialised twice
      report('reused');
      return this.spare;
    }
    report('connecting');
    this.spare = await connect(url);
    return this.spare;
  }

  static async getShared(): Promise<Client> {
    return (Clients.shared ??= await connect('shared'));
    //      ^^^^^^^^^^^^^^ RG101 `Clients.shared` can be initialised twice
  }

  /** Another test than whether it is there. */
  async lease(url: string | undefined): Promise<string[]> {
    if (!this.leased || this.leased.closed) {
    //   ^^^^^^^^^^^ RG101 `this.leased` can be initialised twice
      if (!url) throw new Error('Where to?');
      this.leased = await connect(url);
    }
    return this.leased.query('lease');
  }

  /** The test of the zone must stay with what relies on it. */
  async getZoned(): Promise<Client> {
    if (!this.#zone) throw new Error('No zone.');
    if (this.zoned) return this.zoned;
    //  ^^^^^^^^^^ RG101 `this.zoned` can be initialised twice
    this.zoned = await connect(this.#zone);
    return this.zoned;
  }

  async getGuarded(): Promise<Client> {
    if (!this.guarded.client) this.guarded.client = await connect('guarded');
    //   ^^^^^^^^^^^^^^^^^^^ RG101 `this.guarded.client` can be initialised twice
    return this.guarded.client;
  }

  /** There is a lock for it already. */
  async getAdmin(): Promise<Client> {
    if (!this.admin) this.admin = await connect('admin');
    //   ^^^^^^^^^^ RG101 `this.admin` can be initialised twice
    return this.admin;
  }

  async replaceAdmin(): Promise<void> {
    await this.adminLock.runExclusive(async () => {
      await this.admin?.close();
      this.admin = await connect('admin');
    });
  }
}

export let exported: Client | undefined;

export function getExported(): Promise<Client> {
  if (exported) return Promise.resolve(exported);
  //  ^^^^^^^^ RG101 `exported` can be initialised twice
  return connect('exported').then((client) => {
    exported = client;
    return client;
  });
}
