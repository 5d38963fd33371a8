declare const log: (error: unknown) => void;
declare function connect(url: string): Promise<{ close(): void }>;

/** Whoever closes the feed while it connects gets an open connection. */
export class Feed {
  private connection: { close(): void } | undefined;

  open(url: string): void {
    this.connectTo(url).catch(log);
//  ^^^^^^^^^^^^^^^^^^^ RG311 `this.connectTo(url)` goes on after `close`
  }

  async close(): Promise<void> {
    this.connection?.close();
    this.connection = undefined;
  }

  private async connectTo(url: string): Promise<void> {
    this.connection = await connect(url);
  }
}
