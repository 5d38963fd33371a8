import { Lazy } from '@raceguard/runtime';

interface Client {
  query(sql: string): Promise<string[]>;
  on(event: 'close', listener: () => void): void;
  close(): Promise<void>;
}

declare function connect(url: string): Promise<Client>;

export class Reader {
  private readonly client = new Lazy<Client>();
  private readonly writer = new Lazy<Client>();
  private readonly spare = new Lazy<Client>();
  private readonly counter = new Lazy<Client>();

  async read(sql: string): Promise<string[]> {
    const client = await this.client.get(async () => {
      const client = await connect('read');
      client.on('close', () => {
        this.client.reset();
      });
      return client;
    });
    return client.query(sql);
  }

  async write(sql: string): Promise<string[]> {
    const writer = await this.writer.get(() => connect('write'));
    return writer.query(sql);
  }

  async count(sql: string): Promise<number> {
    const counter = await this.counter.get(() => connect('count'));
    return (await counter.query(sql)).length;
  }

  async getSpare(): Promise<Client> {
    return this.spare.get(async () => {
      const spare = await connect('spare');
      await spare.query('select 1');
      return spare;
    });
  }

  async close(): Promise<void> {
    const client = this.client.peek();
    await client?.close();
    await this.writer.peek()?.close();
    await this.spare.peek()?.close();
  }
}
