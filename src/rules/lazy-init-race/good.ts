/** Near twins of get-or-create races that are none. */
import { Lazy, Mutex } from '@raceguard/runtime';

interface Client {
  query(sql: string): Promise<string[]>;
  close(): Promise<void>;
}

declare function connect(url: string): Promise<Client>;
declare function readConfig(): Promise<{ url: string }>;

export class Clients {
  private promise: Promise<Client> | undefined;
  private client: Client | undefined;
  private opening = false;
  private generation = 0;
  private tail: Promise<unknown> = Promise.resolve();
  private starting: Promise<void> | undefined;
  private readonly mutex = new Mutex();
  private readonly lazy = new Lazy<Client>();
  private readonly promises = new Map<string, Promise<Client>>();

  /** The promise is kept before anybody suspends. */
  get(url: string): Promise<Client> {
    this.promise ??= connect(url);
    return this.promise;
  }

  /** As before, and a failed attempt takes only itself away. */
  async getAgain(url: string): Promise<Client> {
    if (!this.promise) {
      const attempt = connect(url);
      this.promise = attempt;
      attempt.catch(() => {
        if (this.promise === attempt) this.promise = undefined;
      });
    }
    return this.promise;
  }

  async getNamed(name: string): Promise<Client> {
    let made = this.promises.get(name);
    if (!made) {
      made = connect(name);
      this.promises.set(name, made);
    }
    return made;
  }

  /** The flag is set in the step that tests it. */
  async open(url: string): Promise<void> {
    if (this.client || this.opening) return;
    this.opening = true;
    try {
      this.client = await connect(url);
    } finally {
      this.opening = false;
    }
  }

  /** Whoever comes second finds the first one's and gives its own back. */
  async getFirst(url: string): Promise<Client> {
    if (this.client) return this.client;
    const made = await connect(url);
    if (this.client) {
      await made.close();
      return this.client;
    }
    this.client = made;
    return made;
  }

  /** Only the latest attempt is kept. */
  async getLatest(url: string): Promise<Client | undefined> {
    if (this.client) return this.client;
    const generation = ++this.generation;
    const made = await connect(url);
    if (generation !== this.generation) {
      await made.close();
      return undefined;
    }
    this.client = made;
    return made;
  }

  async getLocked(url: string): Promise<Client> {
    return this.mutex.runExclusive(async () => {
      if (!this.client) this.client = await connect(url);
      return this.client;
    });
  }

  async getQueued(url: string): Promise<void> {
    const before = this.tail;
    const turn = before.then(async () => {
      if (!this.client) this.client = await connect(url);
    });
    this.tail = turn.catch(() => undefined);
    await turn;
  }

  getLazy(url: string): Promise<Client> {
    return this.lazy.get(() => connect(url));
  }

  /** The helper's promise is kept: it runs once. */
  async start(): Promise<void> {
    this.starting ??= this.initialise();
    await this.starting;
  }

  private async initialise(): Promise<void> {
    if (!this.client) {
      const { url } = await readConfig();
      this.client = await connect(url);
    }
  }
}

let config: { url: string } | undefined;

/** Plain data: whoever comes second reads the same again, and nobody minds. */
export async function getConfig(): Promise<{ url: string }> {
  if (!config) config = await readConfig();
  return config;
}

let paths: typeof import('node:path') | undefined;

/** The module system keeps the promise. */
export async function join(a: string, b: string): Promise<string> {
  if (!paths) paths = await import('node:path');
  return paths.join(a, b);
}

/** Each call has its own. */
export async function withClient(urls: readonly string[]): Promise<string[]> {
  let client: Client | undefined;
  const rows: string[] = [];
  for (const url of urls) {
    if (!client) client = await connect(url);
    rows.push(...(await client.query(url)));
  }
  await client?.close();
  return rows;
}

class Job {
  private client: Client | undefined;

  async run(sql: string): Promise<string[]> {
    if (!this.client) this.client = await connect(sql);
    return this.client.query(sql);
  }
}

/** An instance for each call, and one call after the other on it. */
export async function runJobs(sqls: readonly string[]): Promise<void> {
  const job = new Job();
  for (const sql of sqls) await job.run(sql);
}

/** What another caller made meanwhile is looked for again, by way of a variable. */
export class Lookups {
  private readonly clients = new Map<string, Client>();

  async get(url: string): Promise<Client> {
    const known = this.clients.get(url);
    if (known) return known;
    const client = await connect(url);
    const made = this.clients.get(url);
    if (made) {
      await client.close();
      return made;
    }
    this.clients.set(url, client);
    return client;
  }
}
