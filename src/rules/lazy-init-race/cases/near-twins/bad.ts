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
  private readonly clients = new Map<string, Client>();

  constructor() {
    bus.on('call', (host) => this.accept(host));
  }

  private async accept(host: string): Promise<void> {
    if (!this.clients.has(host)) this.clients.set(host, await connect(host));
    //   ^^^^^^^^^^^^^^^^^^^^^^ RG101 `this.clients[host]` can be initialised twice
  }
}

/** A second start is taken for one that came late. */
export class Server {
  private client: Client | undefined;

  constructor() {
    bus.on('start', (url) => this.start(url));
  }

  private async start(url: string): Promise<void> {
    if (this.client) return;
    //  ^^^^^^^^^^^ RG101 `this.client` can be initialised twice
    this.client = await connect(url);
  }
}

let flags: ReadonlySet<string> | undefined;

/** Made once for all. */
export async function getFlags(): Promise<ReadonlySet<string>> {
  if (!flags) flags = await createFlags();
    // ^^^^^ RG101 `flags` can be initialised twice
  return flags;
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
  private account: Account | undefined;

  async get(name: string): Promise<Account> {
    if (!this.account) {
    //   ^^^^^^^^^^^^ RG101 `this.account` can be initialised twice
      await settle();
      this.account = new Account(name);
    }
    return this.account;
  }
}

/** The test asks whether there is one. */
export class Search {
  private report: Client | undefined;

  constructor() {
    bus.on('search', () => this.run());
  }

  private async run(): Promise<void> {
    if (!this.report) {
    //   ^^^^^^^^^^^ RG101 `this.report` can be initialised twice
      await settle();
      this.report = await createReport();
    }
  }
}

/** Its constructor calls it, and so does whoever asks before that has ended. */
export class Model {
  private client: Client | undefined;

  constructor(url: string) {
    void this.fill(url);
  }

  async get(url: string): Promise<Client | undefined> {
    await this.fill(url);
    return this.client;
  }

  private async fill(url: string): Promise<void> {
    if (!this.client) this.client = await connect(url);
    //   ^^^^^^^^^^^ RG101 `this.client` can be initialised twice
  }
}

/** Every event begins an attempt. */
export class Run {
  private client: Client | undefined;

  constructor() {
    bus.on('run', (sql) => this.execute(sql));
  }

  private async execute(sql: string): Promise<void> {
    await this.attempt(sql, 1);
  }

  private async attempt(sql: string, no: number): Promise<void> {
    if (!this.client) this.client = await connect(sql);
    //   ^^^^^^^^^^^ RG101 `this.client` can be initialised twice
    const rows = await this.client.query(sql);
    if (!rows.length && no < 3) await this.retry(sql, no);
  }

  private async retry(sql: string, no: number): Promise<void> {
    await settle();
    await this.attempt(sql, no + 1);
  }
}
