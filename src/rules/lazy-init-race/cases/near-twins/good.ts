/** Twins of what `bad.ts` reports, each with the part that makes it safe. */
interface Client {
  query(sql: string): Promise<string[]>;
  close(): Promise<void>;
}

declare function connect(url: string): Promise<Client>;
declare function createFlags(): Promise<ReadonlySet<string>>;
declare function createReport(): Promise<Client>;
declare function settle(): Promise<void>;
declare const bus: { on(event: string, handler: (id: string) => void): void };

/** Every call brings a key of its own. */
export class Calls {
  private readonly clients = new Map<string, Client>();

  constructor() {
    bus.on('call', (id) => this.accept(id));
  }

  private async accept(toolCallId: string): Promise<void> {
    if (!this.clients.has(toolCallId)) this.clients.set(toolCallId, await connect(toolCallId));
  }
}

/** A second one is the caller's mistake, and it is told. */
export class Server {
  private client: Client | undefined;

  async open(url: string): Promise<Client> {
    if (this.client) throw new Error('It is open already.');
    this.client = await connect(url);
    return this.client;
  }
}

let flags: ReadonlySet<string> | undefined;
let madeAt = 0;

/** Made again every minute anyway. */
export async function getFlags(): Promise<ReadonlySet<string>> {
  if (!flags || Date.now() - madeAt > 60_000) {
    flags = await createFlags();
    madeAt = Date.now();
  }
  return flags;
}

class Account {
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }
}

/** Holds nothing but its name: one is as good as another. */
export class Accounts {
  private account: Account | undefined;

  async get(name: string): Promise<Account> {
    if (!this.account) {
      await settle();
      this.account = new Account(name);
    }
    return this.account;
  }
}

/** The loop asks whether to go on. */
export class Search {
  private report: Client | undefined;

  constructor() {
    bus.on('search', () => this.run());
  }

  private async run(): Promise<void> {
    while (!this.report) {
      await settle();
      this.report = await createReport();
    }
  }
}

/** Only its constructor calls it. */
export class Model {
  private client: Client | undefined;

  constructor(url: string) {
    void this.fill(url);
  }

  private async fill(url: string): Promise<void> {
    if (!this.client) this.client = await connect(url);
  }
}

/** Attempts follow each other, and one call gets as far as the first. */
export class Run {
  private begun = false;
  private client: Client | undefined;

  constructor() {
    bus.on('run', (sql) => this.execute(sql));
  }

  private async execute(sql: string): Promise<void> {
    if (this.begun) return;
    this.begun = true;
    await this.attempt(sql, 1);
  }

  private async attempt(sql: string, no: number): Promise<void> {
    if (!this.client) this.client = await connect(sql);
    const rows = await this.client.query(sql);
    if (!rows.length && no < 3) await this.retry(sql, no);
  }

  private async retry(sql: string, no: number): Promise<void> {
    await settle();
    await this.attempt(sql, no + 1);
  }
}
