/** The configuration says that every request has one of its own. */
export class Request {
  private readonly tasks = new Set<Promise<void>>();

  run(work: () => Promise<void>): void {
    this.tasks.add(work().catch(() => undefined));
  }

  async end(): Promise<void> {
    await Promise.all(this.tasks);
    this.tasks.clear();
  }
}
