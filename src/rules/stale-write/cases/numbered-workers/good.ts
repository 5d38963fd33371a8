declare function queuesOf(shard: number): Promise<string[]>;
declare function take(queue: string): Promise<string[]>;
declare function nextTick(): AsyncIterable<void>;

/** Each worker looks after the queues of one shard, and goes through them one by one. */
export class Workers {
  private readonly misses: Record<string, number> = {};

  start(shards: number): void {
    for (let shard = 0; shard < shards; shard++) {
      this.work(shard).catch(() => undefined);
    }
  }

  private async work(shard: number): Promise<void> {
    for await (const _ of nextTick()) await this.visit(shard);
  }

  private async visit(shard: number): Promise<void> {
    const queues = await queuesOf(shard);
    for (const queue of queues) {
      const missed = this.misses[queue] as number;
      const taken = await take(queue);
      if (!taken.length) this.misses[queue] = missed + 1;
    }
  }
}
