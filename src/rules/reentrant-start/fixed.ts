import { Mutex } from '@raceguard/runtime';

/** A runner that makes what it needs when the first run comes, and twenty runs that come at once. */
export interface Scope {
  /** Once: a second entry throws. */
  enter(): Promise<void>;
  run(name: string): Promise<string>;
}

export interface Client {
  connect(): Promise<void>;
  send(name: string): Promise<void>;
}

export interface Tools {
  makeScope(): Scope;
  makeClient(): Client;
  readNames(): Promise<string[]>;
}

export class Runner {
  private scope: Scope | undefined;
  private readonly scopeMutex = new Mutex();
  private client: Client | undefined;
  private readonly clientMutex = new Mutex();
  private names: string[] | undefined;
  private readonly namesMutex = new Mutex();
  private loaded = false;
  private readonly loadedMutex = new Mutex();
  private limit = 0;
  private readonly tools: Tools;

  constructor(tools: Tools) {
    this.tools = tools;
  }

  async submitAll(names: readonly string[]): Promise<string[]> {
    return Promise.all(names.map((name) => this.submit(name)));
  }

  private async submit(name: string): Promise<string> {
    const scope = await this.scopeMutex.runExclusive(async () => {
      if (!this.scope) {
        const newScope = this.tools.makeScope();
        await newScope.enter();
        this.scope = newScope;
      }
      return this.scope;
    });
    return scope.run(name);
  }

  async announceAll(names: readonly string[]): Promise<void> {
    await Promise.all(names.map((name) => this.announce(name)));
  }

  private async announce(name: string): Promise<void> {
    const client = await this.clientMutex.runExclusive(async () => {
      if (!this.client) {
        const newClient = this.tools.makeClient();
        await newClient.connect();
        this.client = newClient;
      }
      return this.client;
    });
    await client.send(name);
  }

  async known(): Promise<string[]> {
    return this.namesMutex.runExclusive(async () => {
      if (!this.names) {
        const newNames: string[] = [];
        for (const name of await this.tools.readNames()) newNames.push(name);
        newNames.push(...(await this.tools.readNames()));
        this.names = newNames;
      }
      return this.names;
    });
  }

  async allows(count: number): Promise<boolean> {
    await this.load();
    return count <= this.limit;
  }

  private async load(): Promise<void> {
    await this.loadedMutex.runExclusive(async () => {
      if (this.loaded) return;
      this.loaded = true;
      const names = await this.tools.readNames();
      this.limit = names.length;
    });
  }
}
