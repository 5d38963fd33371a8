import { TaskRegistry } from '@raceguard/runtime';

/** `stop` lets `start` begin anew before it has ended: the loops of the second start are forgotten. */
export class Consumer {
  private running = false;
  private loops = new TaskRegistry();

  start(): void {
    if (this.running) return;
    this.running = true;
    for (let i = 0; i < 4; i++) {
      void this.loops.track(this.consume(i));
    }
  }

  async stop(): Promise<void> {
    if (!this.running) return;
    this.running = false;
    await this.loops.idle();
  }

  private async consume(id: number): Promise<void> {
    while (this.running) {
      try {
        await fetch(`https://example.com/jobs/${id}`);
      } catch {
        // The next one may do.
      }
    }
  }
}
