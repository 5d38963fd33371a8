type Task = Promise<void>;

/** Only the checker knows that these are promises. */
export class Tasks {
  private readonly tasks = new Set<Task>();

  add(task: Task): void {
    this.tasks.add(task);
  }

  async stop(): Promise<void> {
    await Promise.all(this.tasks);
    this.tasks.clear();
//  ^^^^^^^^^^^^^^^^^^ RG314 `this.tasks` is cleared here after awaiting a copy of it
  }
}
