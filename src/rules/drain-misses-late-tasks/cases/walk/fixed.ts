import { TaskRegistry } from '@raceguard/runtime';

/** A loop over an array loses its place when a task takes itself out of it, and then misses others. */
export class Jobs {
  private readonly jobs = new TaskRegistry();

  start(url: string): void {
    void this.jobs.track(this.run(url));
  }

  async stop(): Promise<void> {
    await this.jobs.idle();
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
    this.tasks.clear();
    await Promise.all(late);
  }
}
