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
  private client: Client | undefined;
  private names: string[] | undefined;
  private loaded = false;
  private limit = 0;
  private readonly tools: Tools;

  constructor(tools: Tools) {
    this.tools = tools;
  }

  async submitAll(names: readonly string[]): Promise<string[]> {
    return Promise.all(names.map((name) => this.submit(name)));
  }

  private async submit(name: string): Promise<string> {
    if (!this.scope) this.scope = this.tools.makeScope();
    //   ^^^^^^^^^^ RG102 `this.scope` can be entered twice: who finds it set here goes on to `await this.scope.enter()` too
    await this.scope.enter();
    return this.scope.run(name);
  }

  async announceAll(names: readonly string[]): Promise<void> {
    await Promise.all(names.map((name) => this.announce(name)));
  }

  private async announce(name: string): Promise<void> {
    if (!this.client) {
    //   ^^^^^^^^^^^ RG102 `this.client` can be used half-ready: it is set before `await this.client.connect()` is done
      this.client = this.tools.makeClient();
      await this.client.connect();
    }
    await this.client.send(name);
  }

  async known(): Promise<string[]> {
    if (!this.names) {
    //   ^^^^^^^^^^ RG102 `this.names` can be used half-ready: it is set before `await this.tools.readNames()` is done
      this.names = [];
      for (const name of await this.tools.readNames()) this.names.push(name);
      this.names.push(...(await this.tools.readNames()));
    }
    return this.names;
  }

  async allows(count: number): Promise<boolean> {
    await this.load();
    return count <= this.limit;
  }

  private async load(): Promise<void> {
    if (this.loaded) return;
    //  ^^^^^^^^^^^ RG102 `this.loaded` is set before `await this.tools.readNames()` is done: who comes second goes on without `this.limit`
    this.loaded = true;
    const names = await this.tools.readNames();
    this.limit = names.length;
  }
}
