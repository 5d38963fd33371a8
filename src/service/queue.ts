/** Requests wait here, one runs at a time. What somebody waits for with a cursor blinking comes first. */

export interface Job {
  readonly id: number;
  /** The lowest first; equals in their order. */
  readonly rank: number;
  /** A newer job with the same key takes the place of one that waits. */
  readonly key?: string;
  run(): Promise<void>;
  /** It will not run: it was cancelled, or a newer one has its place. */
  drop(): void;
}

export class Queue {
  private readonly waiting: Job[] = [];
  private running = false;

  add(job: Job): void {
    const older = job.key === undefined ? -1 : this.waiting.findIndex((w) => w.key === job.key);
    // The place in the queue stays, so that who types on doesn't wait for ever.
    if (older >= 0) this.waiting.splice(older, 1, job)[0]?.drop();
    else this.waiting.push(job);
    if (!this.running) void this.work();
  }

  /** Whether it was waiting. */
  cancel(id: number): boolean {
    const at = this.waiting.findIndex((w) => w.id === id);
    if (at >= 0) this.waiting.splice(at, 1)[0]?.drop();
    return at >= 0;
  }

  private async work(): Promise<void> {
    this.running = true;
    for (;;) {
      // Lets messages in: a cancellation, a newer text.
      await new Promise((resolve) => setImmediate(resolve));
      const next = this.waiting.reduce((best, job) => (best && best.rank <= job.rank ? best : job), this.waiting[0]);
      if (!next) break;
      this.waiting.splice(this.waiting.indexOf(next), 1);
      await next.run();
    }
    this.running = false;
  }
}
