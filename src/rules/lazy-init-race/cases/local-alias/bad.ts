interface Client {
  query(sql: string): Promise<string[]>;
  on(event: 'close', listener: () => void): void;
  close(): Promise<void>;
}

declare function connect(url: string): Promise<Client>;

export class Reader {
  private client?: Client | undefined;
  private writer: Client | null = null;
  private spare: Client | undefined;
  private counter: Client | undefined;

  async read(sql: string): Promise<string[]> {
    let client = this.client;
    if (!client) {
    //   ^^^^^^ RG101 `this.client` can be initialised twice
      client = await connect('read');
      client.on('close', () => {
        this.client = undefined;
      });
      this.client = client;
    }
    return client.query(sql);
  }

  async write(sql: string): Promise<string[]> {
    const existing = this.writer;
    if (existing !== null) return existing.query(sql);
    //  ^^^^^^^^^^^^^^^^^ RG101 `this.writer` can be initialised twice
    const writer = await connect('write');
    this.writer = writer;
    return writer.query(sql);
  }

  async count(sql: string): Promise<number> {
    if (this.counter) return (await this.counter.query(sql)).length;
    //  ^^^^^^^^^^^^ RG101 `this.counter` can be initialised twice
    this.counter = await connect('count');
    return (await this.counter.query(sql)).length;
  }

  async getSpare(): Promise<Client> {
    const existing = this.spare;
    if (existing) {
    //  ^^^^^^^^ RG101 `this.spare` can be initialised twice
      return existing;
    }
    const spare = (this.spare = await connect('spare'));
    await spare.query('select 1');
    return spare;
  }

  async close(): Promise<void> {
    const client = this.client;
    await client?.close();
    await this.writer?.close();
    await this.spare?.close();
  }
}
