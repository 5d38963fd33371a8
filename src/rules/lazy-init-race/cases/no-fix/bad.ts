interface Client {
  query(sql: string): Promise<string[]>;
  close(): void;
}

declare function connect(url: string): Promise<Client>;
declare function reveal(client: Client): void;

export class Clients {
  client: Client | undefined;
  depth = 0;
  private floating: Client | undefined;

  /** It comes back to itself: under a lock it would wait for ever. */
  async get(url: string): Promise<Client> {
    if (!this.client) {
    //   ^^^^^^^^^^^ RG101 `this.client` can be initialised twice
      const spare = this.depth++ < 1 ? await this.get('spare') : undefined;
      this.client = spare ?? (await connect(url));
    }
    return this.client;
  }

  /** Nobody waits for it. */
  show(url: string): void {
    if (this.floating) return;
    //  ^^^^^^^^^^^^^ RG101 `this.floating` can be initialised twice
    void connect(url).then((client) => {
      this.floating = client;
      reveal(client);
    });
  }
}
