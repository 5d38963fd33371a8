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
