import type { EventEmitter } from 'node:events';

/** The handler goes on adding while `stop` waits. */
export class Follower {
  private readonly handling = new Set<Promise<void>>();

  constructor(source: EventEmitter) {
    source.on('change', (path: string) => {
      const task = this.handle(path).finally(() => this.handling.delete(task));
      this.handling.add(task);
    });
  }

  async stop(): Promise<void> {
    await Promise.allSettled(this.handling);
    //    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ RG313 `this.handling` is waited for once here
  }

  private async handle(path: string): Promise<void> {
    await fetch(path).catch(() => undefined);
  }
}
