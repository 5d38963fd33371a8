import type { EventEmitter } from 'node:events';
import { TaskRegistry } from '@raceguard/runtime';

/** The handler goes on adding while `stop` waits. */
export class Follower {
  private readonly handling = new TaskRegistry();

  constructor(source: EventEmitter) {
    source.on('change', (path: string) => {
      void this.handling.track(this.handle(path));
    });
  }

  async stop(): Promise<void> {
    await this.handling.idle();
  }

  private async handle(path: string): Promise<void> {
    await fetch(path).catch(() => undefined);
  }
}
