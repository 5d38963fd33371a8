/** Runs requests in the background and keeps them until they end. */
export class Background {
  private readonly tasks = new Set<Promise<unknown>>();

  run(task: Promise<unknown>): void {
    this.tasks.add(task);
    void task.finally(() => this.tasks.delete(task));
    //   ^^^^^^^^^^^^ RG313 `this.tasks` is kept by hand
  }

  async stop(): Promise<void> {
    while (this.tasks.size > 0) {
      await Promise.allSettled([...this.tasks]);
    }
  }
}

/** Nobody but the Set has the promise. */
export class Mails {
  readonly #sending = new Set<Promise<void>>();

  send(to: string): void {
    const mail = this.#post(to).finally(() => {
      this.#sending.delete(mail);
    });
    this.#sending.add(mail);
//  ^^^^^^^^^^^^^^^^^ RG313 `this.#sending` alone has the task's promise
  }

  async flush(): Promise<void> {
    while (this.#sending.size > 0) await Promise.allSettled(this.#sending);
  }

  async #post(to: string): Promise<void> {
    await fetch('https://example.com/mail', { method: 'POST', body: to });
  }
}
