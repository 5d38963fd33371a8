import { TaskRegistry } from '@raceguard/runtime';

/** Runs requests in the background and keeps them until they end. */
export class Background {
  private readonly tasks = new TaskRegistry();

  run(task: Promise<unknown>): void {
    void this.tasks.track(task);
  }

  async stop(): Promise<void> {
    await this.tasks.idle();
  }
}

/** Nobody but the Set has the promise. */
export class Mails {
  readonly #sending = new TaskRegistry();

  send(to: string): void {
    void this.#sending.track(this.#post(to));
  }

  async flush(): Promise<void> {
    await this.#sending.idle();
  }

  async #post(to: string): Promise<void> {
    await fetch('https://example.com/mail', { method: 'POST', body: to });
  }
}
