interface Client {
  query(sql: string): Promise<string[]>;
  on(event: 'end', listener: () => void): void;
  end(): Promise<void>;
}

declare function connect(url: string): Promise<Client>;

export class Repository {
  private client: Client | null = null;
  private readonly url: string;

  constructor(url: string) {
    this.url = url;
  }

  async find(id: string): Promise<string[]> {
    if (!this.client) await this.connect();
    //   ^^^^^^^^^^^ RG101 `this.client` can be initialised twice
    return this.client!.query(`select ${id}`);
  }

  async count(): Promise<number> {
    if (this.client === null) {
      await this.connect();
    }
    const rows = await this.client?.query('select 1');
    return rows?.length ?? 0;
  }

  async reconnect(): Promise<void> {
    await this.client?.end();
    await this.connect();
  }

  /** Opens the connection and forgets it when it ends. */
  private async connect(): Promise<void> {
    this.client = await connect(this.url);
    this.client.on('end', () => {
      this.client = null;
    });
  }
}
