import { TaskRegistry } from '@raceguard/runtime';

declare const log: (error: unknown) => void;
declare function connect(url: string): Promise<{ close(): void }>;

/** Whoever closes the feed while it connects gets an open connection. */
export class Feed {
  private readonly tasks = new TaskRegistry();
  private connection: { close(): void } | undefined;

  open(url: string): void {
    void this.tasks.track(this.connectTo(url).catch(log));
  }

  async close(): Promise<void> {
    await this.tasks.idle();
    this.connection?.close();
    this.connection = undefined;
  }

  private async connectTo(url: string): Promise<void> {
    this.connection = await connect(url);
  }
}
