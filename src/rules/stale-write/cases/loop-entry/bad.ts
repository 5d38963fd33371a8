interface Backoff {
  readonly failures: number;
  readonly until?: number;
}

declare function take(queue: string): Promise<readonly string[]>;
declare function handle(job: string): Promise<void>;

export class Poller {
  private readonly backoffs = new Map<string, Backoff>();
  private readonly groups: readonly (readonly string[])[] = [];

  start(): void {
    setInterval(async () => this.poll(), 1000);
  }

  private async poll(): Promise<number> {
    let skipped = 0;
    let taken = 0;
    for (const queues of this.groups) {
      for (const queue of queues) {
        const backoff = this.backoffs.get(queue) ?? { failures: 0 };
        if (backoff.until && backoff.until > Date.now()) {
          skipped++;
          continue;
        }
        const jobs = await take(queue);
        if (!jobs.length) {
          this.backoffs.set(queue, { failures: backoff.failures + 1 });
//        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ RG103 `this.backoffs[queue]` is written from a value read before `await take(queue)`
          continue;
        }
        taken += jobs.length;
        for (const job of jobs) await handle(job);
      }
    }
    return taken - skipped;
  }
}
