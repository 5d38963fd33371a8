import { Lazy, KeyedLazy } from '@raceguard/runtime';

/** One connection that is opened when it is first needed: as a field, as a module variable, and one for each name. */
export interface Client {
  query(sql: string): Promise<string[]>;
  close(): Promise<void>;
}

declare function connect(url: string): Promise<Client>;

export class Database {
  private readonly client = new Lazy<Client>();
  private readonly url: string;

  constructor(url: string) {
    this.url = url;
  }

  async query(sql: string): Promise<string[]> {
    const client = await this.client.get(() => connect(this.url));
    return client.query(sql);
  }

  get connected(): boolean {
    return this.client.peek() !== undefined;
  }

  async close(): Promise<void> {
    await this.client.peek()?.close();
    this.client.reset();
  }
}

const metrics = new Lazy<Client>();

export async function getMetrics(): Promise<Client> {
  return metrics.get(() => connect('tcp://metrics'));
}

const tenants = new KeyedLazy<string, Client>();

export async function getTenant(name: string): Promise<Client> {
  return tenants.get(name, () => connect(`tcp://${name}`));
}
