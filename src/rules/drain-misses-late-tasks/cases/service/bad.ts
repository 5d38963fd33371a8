/** The object is exported: other code may use its Set, so it stays one. */
export const background = {
  tasks: new Set<Promise<void>>(),

  run(work: () => Promise<void>) {
    const task = work().finally(() => {
      this.tasks.delete(task);
    });
    this.tasks.add(task);
    return task;
  },

  async drain() {
    await Promise.allSettled(this.tasks);
    this.tasks.clear();
//  ^^^^^^^^^^^^^^^^^^ RG314 `background.tasks` is cleared here after awaiting a copy of it
  },
};

/** So may who extends the class. */
export class Deliveries {
  protected deliveries: Promise<void>[] = [];

  deliver(url: string): void {
    this.deliveries.push(fetch(url).then(() => undefined));
  }

  async flush(): Promise<void> {
    await Promise.all(this.deliveries);
    this.deliveries.length = 0;
//  ^^^^^^^^^^^^^^^^^^^^^^^^^^ RG314 `this.deliveries` is cleared here after awaiting a copy of it
  }
}

/** Nothing leaves this Map when it ends. */
export class Probes {
  readonly results = new Map<string, Promise<boolean>>();

  probe(host: string): void {
    this.results.set(host, fetch(host).then((r) => r.ok, () => false));
  }

  async wait(): Promise<void> {
    await Promise.all(this.results.values());
    this.results.clear();
//  ^^^^^^^^^^^^^^^^^^^^ RG314 `this.results` is cleared here after awaiting a copy of it
  }
}

/** The tasks are mapped before they are waited for. */
export class Quiet {
  private tasks: Promise<void>[] = [];

  run(work: () => Promise<void>): void {
    this.tasks.push(work());
  }

  async finish(): Promise<void> {
    await Promise.all(this.tasks.map((task) => task.catch(() => undefined)));
    this.tasks = [];
//  ^^^^^^^^^^^^^^^ RG314 `this.tasks` is cleared here after awaiting a copy of it
  }
}
