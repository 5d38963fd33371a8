import { TaskRegistry } from '@raceguard/runtime';

/** The task takes itself out in its own `finally`. */
export class Bridge {
  private readonly tasks = new TaskRegistry();

  onEvent(event: string): void {
    const run = async () => {
      const response = await fetch(event);
      // The body is small.
      console.log(await response.text());
    };
    void this.tasks.track(run());
  }

  async stop(): Promise<void> {
    const failures = await this.tasks.idle();
    if (failures.length > 0) throw failures[0] as Error;
  }
}
