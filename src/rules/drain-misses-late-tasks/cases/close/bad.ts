// fix: Rewrite `this.tasks` to a `TaskRegistry` that takes no more
/** Once it is closed it takes no more tasks. */
export class Bridge {
  private readonly tasks = new Set<Promise<void>>();

  onEvent(event: string): void {
    this.tasks.add(this.handle(event));
  }

  async close(): Promise<void> {
    await Promise.allSettled(this.tasks);
    this.tasks.clear();
//  ^^^^^^^^^^^^^^^^^^ RG314 `this.tasks` is cleared here after awaiting a copy of it
  }

  private async handle(event: string): Promise<void> {
    await fetch(event);
  }
}
