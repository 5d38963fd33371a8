import { Lazy } from '@raceguard/runtime';

interface Client {
  query(sql: string): Promise<string[]>;
  on(event: 'end', listener: () => void): void;
  end(): Promise<void>;
}

declare function connect(url: string): Promise<Client>;

export class Repository {
  private readonly client = new Lazy<Client>();
  private readonly url: string;

  constructor(url: string) {
    this.url = url;
  }

  async find(id: string): Promise<string[]> {
    const client = await this.client.get(() => this.connect());
    return client.query(`select ${id}`);
  }

  async count(): Promise<number> {
    await this.client.get(() => this.connect());
    const rows = await this.client.peek()?.query('select 1');
    return rows?.length ?? 0;
  }

  async reconnect(): Promise<void> {
    await this.client.peek()?.end();
    this.client.set(await this.connect());
  }

  /** Opens the connection and forgets it when it ends. */
  private async connect(): Promise<Client> {
    const client = await connect(this.url);
    client.on('end', () => {
      this.client.reset();
    });
    return client;
  }
}
