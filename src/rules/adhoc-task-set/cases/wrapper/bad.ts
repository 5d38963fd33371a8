/** The task takes itself out in its own `finally`. */
export class Bridge {
  private readonly tasks = new Set<Promise<void>>();

  onEvent(event: string): void {
    const run = async () => {
      try {
        const response = await fetch(event);
        // The body is small.
        console.log(await response.text());
      } finally {
        this.tasks.delete(task);
      }
    };
    const task = run();
    this.tasks.add(task);
//  ^^^^^^^^^^^^^^ RG313 `this.tasks` alone has the task's promise
  }

  async stop(): Promise<void> {
    while (this.tasks.size) {
      const tasks = [...this.tasks];
      await Promise.all(tasks);
    }
  }
}
