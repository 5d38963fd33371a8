/** Nothing goes wrong that shows: in strict mode it is reported all the same. */
export class Careful {
  private readonly tasks = new Set<Promise<void>>();

  run(work: () => Promise<void>): void {
    const task = work()
      .catch((error: unknown) => console.error(error))
      .finally(() => {
        this.tasks.delete(task);
      });
    this.tasks.add(task);
//  ^^^^^^^^^^^^^^ RG313 `this.tasks` is a registry of tasks kept by hand
  }

  async stop(): Promise<void> {
    while (this.tasks.size > 0) await Promise.all(this.tasks);
  }
}

/** The caller gets the chain that takes it out. */
export class Hooks {
  private readonly hooks = new Set<Promise<unknown>>();

  run<T>(hook: () => Promise<T>): Promise<T> {
    const promise = hook();
    this.hooks.add(promise);
//  ^^^^^^^^^^^^^^ RG313 `this.hooks` is a registry of tasks kept by hand
    return promise.finally(() => this.hooks.delete(promise));
  }

  async settle(): Promise<void> {
    await Promise.allSettled(Array.from(this.hooks));
  }
}
