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
    while (this.tasks.size > 0) await Promise.allSettled(this.tasks);
  },
};

/** So may who extends the class. */
export class Deliveries {
  protected deliveries: Promise<void>[] = [];

  deliver(url: string): void {
    this.deliveries.push(fetch(url).then(() => undefined));
  }

  async flush(): Promise<void> {
    while (this.deliveries.length > 0) await Promise.all(this.deliveries.splice(0));
  }
}

/** Nothing leaves this Map when it ends. */
export class Probes {
  readonly results = new Map<string, Promise<boolean>>();

  probe(host: string): void {
    this.results.set(host, fetch(host).then((r) => r.ok, () => false));
  }

  async wait(): Promise<void> {
    while (this.results.size > 0) {
      const batch = [...this.results.values()];
      this.results.clear();
      await Promise.all(batch);
    }
  }
}

/** The tasks are mapped before they are waited for. */
export class Quiet {
  private tasks: Promise<void>[] = [];

  run(work: () => Promise<void>): void {
    this.tasks.push(work());
  }

  async finish(): Promise<void> {
    const batch = this.tasks.map((task) => task.catch(() => undefined));
    this.tasks = [];
    await Promise.all(batch);
  }
}
