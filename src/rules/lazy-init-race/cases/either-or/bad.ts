interface Client {
  query(sql: string): Promise<string[]>;
  close(): Promise<void>;
}

declare function connect(url: string): Promise<Client>;

export class Clients {
  private reader: Client | undefined;
  private writer: Client | undefined;
  private readonly others = new Map<string, Client>();

  async getReader(): Promise<Client> {
    if (this.reader) {
    //  ^^^^^^^^^^^ RG101 `this.reader` can be initialised twice
      return this.reader;
    } else {
      // Opened late, since few need it.
      const reader = await connect('reader');
      await reader.query('select 1');
      this.reader = reader;
      return reader;
    }
  }

  async write(sql: string): Promise<string[]> {
    const writer = this.writer ? this.writer : (this.writer = await connect('writer'));
    //             ^^^^^^^^^^^ RG101 `this.writer` can be initialised twice
    return writer.query(sql);
  }

  async getOther(url: string): Promise<Client> {
    if (this.others.has(url)) {
    //  ^^^^^^^^^^^^^^^^^^^^ RG101 `this.others[url]` can be initialised twice
      return this.others.get(url)!;
    } else {
      const other = await connect(url);
      this.others.set(url, other);
      return other;
    }
  }

  async close(): Promise<void> {
    await this.reader?.close();
    await this.writer?.close();
  }
}
