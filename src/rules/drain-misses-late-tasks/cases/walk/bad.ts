/** A loop over an array loses its place when a task takes itself out of it, and then misses others. */
export class Jobs {
  private readonly jobs: Promise<void>[] = [];

  start(url: string): void {
    const job = this.run(url).finally(() => {
      this.jobs.splice(this.jobs.indexOf(job), 1);
    });
    this.jobs.push(job);
  }

  async stop(): Promise<void> {
    for (const job of this.jobs) await job;
    this.jobs.length = 0;
//  ^^^^^^^^^^^^^^^^^^^^ RG314 `this.jobs` is cleared here after awaiting a copy of it
  }

  private async run(url: string): Promise<void> {
    await fetch(url).catch(() => undefined);
  }
}

/** The second wait is for a copy too. */
export class Twice {
  private readonly tasks = new Set<Promise<void>>();

  add(url: string): void {
    this.tasks.add(fetch(url).then(() => undefined, () => undefined));
  }

  async drain(): Promise<void> {
    const seen = [...this.tasks];
    await Promise.all(seen);
    const late = [...this.tasks].filter((task) => !seen.includes(task));
    await Promise.all(late);
    this.tasks.clear();
//  ^^^^^^^^^^^^^^^^^^ RG314 `this.tasks` is cleared here after awaiting a copy of it
  }
}
