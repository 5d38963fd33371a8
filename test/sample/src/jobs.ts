/** Work that goes on after the response was sent. */
export class Jobs {
  private readonly running = new Set<Promise<void>>();

  start(work: () => Promise<void>): void {
    const job = work();
    this.running.add(job);
    void job.finally(() => this.running.delete(job));
  }

  // A job that starts while these are awaited is cleared, not awaited.
  async drain(): Promise<void> {
    await Promise.allSettled([...this.running]);
    this.running.clear();
  }
}

/** The safe twin: looks again until nothing is left. */
export class SafeJobs {
  private readonly running = new Set<Promise<void>>();

  start(work: () => Promise<void>): void {
    const job = work().finally(() => this.running.delete(job));
    this.running.add(job);
  }

  async drain(): Promise<void> {
    while (this.running.size > 0) await Promise.allSettled(this.running);
  }
}
