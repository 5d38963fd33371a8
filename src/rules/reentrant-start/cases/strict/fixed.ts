import { Mutex } from '@raceguard/runtime';

declare function open(): Promise<void>;

/** Its owner calls it once, as far as can be seen. */
export class Server {
  private running = false;
  private readonly runningMutex = new Mutex();

  async start(): Promise<void> {
    await this.runningMutex.runExclusive(async () => {
      if (this.running) return;
      await open();
      this.running = true;
    });
  }
}
