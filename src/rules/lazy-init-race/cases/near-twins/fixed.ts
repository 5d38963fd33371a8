import { KeyedLazy, Lazy } from '@raceguard/runtime';

/** Twins of `good.ts`, each without the part that makes it safe. */
interface Client {
  query(sql: string): Promise<string[]>;
  close(): Promise<void>;
}

declare function connect(url: string): Promise<Client>;
declare function createFlags(): Promise<ReadonlySet<string>>;
declare function createReport(): Promise<Client>;
declare function settle(): Promise<void>;
declare const bus: { on(event: string, handler: (id: string) => void): void };

/** Two calls may want one host. */
export class Calls {
  private readonly clients = new KeyedLazy<string, Client>();

  constructor() {
    bus.on('call', (host) => this.accept(host));
  }

  private async accept(host: string): Promise<void> {
    await this.clients.get(host, () => connect(host));
  }
}

/** A second start is taken for one that came late. */
export class Server {
  private readonly client = new Lazy<Client>();

  constructor() {
    bus.on('start', (url) => this.start(url));
  }

  private async start(url: string): Promise<void> {
    await this.client.get(() => connect(url));
  }
}

const flags = new Lazy<ReadonlySet<string>>();

/** Made once for all. */
export async function getFlags(): Promise<ReadonlySet<string>> {
  return flags.get(() => createFlags());
}

class Account {
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }

  close(): void {}
}

/** Has to be closed: the one that is replaced never is. */
export class Accounts {
  private readonly account = new Lazy<Account>();

  async get(name: string): Promise<Account> {
    return this.account.get(async () => {
      await settle();
      return new Account(name);
    });
  }
}

/** The test asks whether there is one. */
export class Search {
  private readonly report = new Lazy<Client>();

  constructor() {
    bus.on('search', () => this.run());
  }

  private async run(): Promise<void> {
    await this.report.get(async () => {
      await settle();
      return createReport();
    });
  }
}

/** Its constructor calls it, and so does whoever asks before that has ended. */
export class Model {
  private readonly client = new Lazy<Client>();

  constructor(url: string) {
    void this.fill(url);
  }

  async get(url: string): Promise<Client | undefined> {
    await this.fill(url);
    return this.client.peek();
  }

  private async fill(url: string): Promise<void> {
    await this.client.get(() => connect(url));
  }
}

/** Every event begins an attempt. */
export class Run {
  private readonly client = new Lazy<Client>();

  constructor() {
    bus.on('run', (sql) => this.execute(sql));
  }

  private async execute(sql: string): Promise<void> {
    await this.attempt(sql, 1);
  }

  private async attempt(sql: string, no: number): Promise<void> {
    const client = await this.client.get(() => connect(sql));
    const rows = await client.query(sql);
    if (!rows.length && no < 3) await this.retry(sql, no);
  }

  private async retry(sql: string, no: number): Promise<void> {
    await settle();
    await this.attempt(sql, no + 1);
  }
}
