/** One connection that is opened when it is first needed: as a field, as a module variable, and one for each name. */
export interface Client {
  query(sql: string): Promise<string[]>;
  close(): Promise<void>;
}

declare function connect(url: string): Promise<Client>;

export class Database {
  private client: Client | undefined;
  private readonly url: string;

  constructor(url: string) {
    this.url = url;
  }

  async query(sql: string): Promise<string[]> {
    if (!this.client) {
    //   ^^^^^^^^^^^ RG101 `this.client` can be initialised twice
      this.client = await connect(this.url);
    }
    return this.client.query(sql);
  }

  get connected(): boolean {
    return this.client !== undefined;
  }

  async close(): Promise<void> {
    await this.client?.close();
    this.client = undefined;
  }
}

let metrics: Client | undefined;

export async function getMetrics(): Promise<Client> {
  if (metrics) return metrics;
  //  ^^^^^^^ RG101 `metrics` can be initialised twice
  metrics = await connect('tcp://metrics');
  return metrics;
}

const tenants = new Map<string, Client>();

export async function getTenant(name: string): Promise<Client> {
  let tenant = tenants.get(name);
  if (!tenant) {
  //   ^^^^^^ RG101 `tenants[name]` can be initialised twice
    tenant = await connect(`tcp://${name}`);
    tenants.set(name, tenant);
  }
  return tenant;
}
