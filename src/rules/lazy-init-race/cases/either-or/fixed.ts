import { Lazy, KeyedLazy } from '@raceguard/runtime';

interface Client {
  query(sql: string): Promise<string[]>;
  close(): Promise<void>;
}

declare function connect(url: string): Promise<Client>;

export class Clients {
  private readonly reader = new Lazy<Client>();
  private readonly writer = new Lazy<Client>();
  private readonly others = new KeyedLazy<string, Client>();

  async getReader(): Promise<Client> {
    return this.reader.get(async () => {
      // Opened late, since few need it.
      const reader = await connect('reader');
      await reader.query('select 1');
      return reader;
    });
  }

  async write(sql: string): Promise<string[]> {
    const writer = await this.writer.get(() => connect('writer'));
    return writer.query(sql);
  }

  async getOther(url: string): Promise<Client> {
    return this.others.get(url, () => connect(url));
  }

  async close(): Promise<void> {
    await this.reader.peek()?.close();
    await this.writer.peek()?.close();
  }
}
