import type { EventEmitter } from 'node:events';
import { Mutex } from '@raceguard/runtime';

declare function open(port: number): Promise<{ close(): void }>;
declare function prepare(): Promise<void>;

/** The guard is there, and keeps nobody out. */
export class Server {
  private server: { close(): void } | undefined;
  private readonly serverMutex = new Mutex();
  private running = false;
  private readonly runningMutex = new Mutex();

  constructor(bus: EventEmitter) {
    bus.on('start', (port: number) => this.start(port));
    bus.on('run', () => this.run());
  }

  private async start(port: number): Promise<void> {
    await this.serverMutex.runExclusive(async () => {
      if (this.server) throw new Error('It is started already.');
      this.server = await open(port);
    });
  }

  private async run(): Promise<void> {
    await this.runningMutex.runExclusive(async () => {
      if (this.running) return;
      await prepare();
      this.running = true;
    });
  }
}
