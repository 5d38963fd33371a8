/** `stop` lets `start` begin anew before it has ended: the loops of the second start are forgotten. */
export class Consumer {
  private running = false;
  private loops: Promise<void>[] = [];

  start(): void {
    if (this.running) return;
    this.running = true;
    for (let i = 0; i < 4; i++) {
      const loop = this.consume(i);
      this.loops.push(loop);
    }
  }

  async stop(): Promise<void> {
    if (!this.running) return;
    this.running = false;
    await Promise.allSettled(this.loops);
    this.loops = [];
//  ^^^^^^^^^^^^^^^ RG314 `this.loops` is cleared here after awaiting a copy of it
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
