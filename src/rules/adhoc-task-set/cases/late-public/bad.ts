import type { EventEmitter } from 'node:events';

export class Watcher {
  readonly handling = new Set<Promise<void>>();

  constructor(source: EventEmitter) {
    source.on('change', (path: string) => {
      const task = this.handle(path).finally(() => this.handling.delete(task));
      this.handling.add(task);
    });
  }

  async stop(): Promise<void> {
    await Promise.all([...this.handling]);
    //                ^^^^^^^^^^^^^^^^^^ RG313 `this.handling` is waited for once here
  }

  private async handle(path: string): Promise<void> {
    await fetch(path).catch(() => undefined);
  }
}
