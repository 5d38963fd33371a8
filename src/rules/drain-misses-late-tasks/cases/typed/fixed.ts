import { TaskRegistry } from '@raceguard/runtime';

type Task = Promise<void>;

/** Only the checker knows that these are promises. */
export class Tasks {
  private readonly tasks = new TaskRegistry();

  add(task: Task): void {
    void this.tasks.track(task);
  }

  async stop(): Promise<void> {
    const failures = await this.tasks.idle();
    if (failures.length > 0) throw failures[0] as Error;
  }
}
