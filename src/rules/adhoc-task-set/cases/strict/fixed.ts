import { TaskRegistry } from '@raceguard/runtime';

/** Nothing goes wrong that shows: in strict mode it is reported all the same. */
export class Careful {
  private readonly tasks = new TaskRegistry();

  run(work: () => Promise<void>): void {
    void this.tasks.track(
      work()
        .catch((error: unknown) => console.error(error)),
    );
  }

  async stop(): Promise<void> {
    await this.tasks.idle();
  }
}

/** The caller gets the chain that takes it out. */
export class Hooks {
  private readonly hooks = new TaskRegistry();

  run<T>(hook: () => Promise<T>): Promise<T> {
    const promise = hook();
    void this.hooks.track(promise);
    return promise;
  }

  async settle(): Promise<void> {
    await this.hooks.idle();
  }
}
