import { TaskRegistry } from '@raceguard/runtime';

/** Once it is closed it takes no more tasks. */
export class Bridge {
  private readonly tasks = new TaskRegistry();

  onEvent(event: string): void {
    void this.tasks.track(this.handle(event));
  }

  async close(): Promise<void> {
    await this.tasks.close();
  }

  private async handle(event: string): Promise<void> {
    await fetch(event);
  }
}
