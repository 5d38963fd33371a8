import { KeyedMutex } from '@raceguard/runtime';

declare function busiestQueue(): Promise<string>;
declare function take(queue: string): Promise<string[]>;
declare function nextTick(): AsyncIterable<void>;

/** All workers serve the same queues. */
export class Workers {
  private readonly misses: Record<string, number> = {};
  private readonly missesMutex = new KeyedMutex<string>();

  start(count: number): void {
    for (let worker = 0; worker < count; worker++) {
      this.work().catch(() => undefined);
    }
  }

  private async work(): Promise<void> {
    for await (const _ of nextTick()) await this.visit();
  }

  private async visit(): Promise<void> {
    const queue = await busiestQueue();
    await this.missesMutex.runExclusive(queue, async () => {
      const missed = this.misses[queue] as number;
      const taken = await take(queue);
      if (!taken.length) this.misses[queue] = missed + 1;
    });
  }
}
